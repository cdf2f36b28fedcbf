import { redirect, type RequestEvent } from '@sveltejs/kit';
import { requireAdmin } from '#lib/actor.ts';
import { leaveDone, takeDone, type Done } from '#lib/http/forms/done-notice.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import {
  republishVerdict,
  retractVerdict,
  unpublishVerdict,
} from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { startEdit } from '#lib/verdicts/drafts/create-draft.server.ts';
import { adminListQuery, retractFormInput, verdictSlugInput } from '#lib/verdicts/list/admin-list-input.ts';
import { listDrafts } from '#lib/verdicts/drafts/find-draft.server.ts';
import { countVerdicts, listAdminVerdicts } from '#lib/verdicts/list/list-admin-verdicts.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor }, url, cookies, parent }) => {
  await parent();
  const { q, state, cursor } = pageQuery(adminListQuery, url);
  const filter = { q, state, cursor };
  const none = { items: [], next: null };
  const [counts, verdicts, drafts] = await Promise.all([
    countVerdicts(actor),
    state === 'drafts' ? none : listAdminVerdicts({ q, state, cursor }, actor),
    // Drafts are above the first page of verdicts, and on their own page.
    state === 'drafts' || (!state && !cursor) ? listDrafts({ q, cursor }, actor) : none,
  ]).catch(orErrorPage);
  return { counts, verdicts, drafts, filter, done: takeDone(cookies) };
};

export const actions: Actions = {
  edit: (event) =>
    answerForm(event, verdictSlugInput, async ({ slug }, context) => {
      const { id } = await startEdit(slug, context);
      redirect(303, `/admin/verdicts/drafts/${id}`);
    }),
  unpublish: (event) =>
    answerForm(event, verdictSlugInput, async ({ slug }, context) => {
      await unpublishVerdict(slug, asAdmin(context));
      back(event, 'unpublished');
    }),
  retract: (event) =>
    answerForm(event, retractFormInput, async ({ slug, note }, context) => {
      await retractVerdict(slug, { note }, asAdmin(context));
      back(event, 'retracted');
    }),
  restore: (event) =>
    answerForm(event, verdictSlugInput, async ({ slug }, context) => {
      await republishVerdict(slug, asAdmin(context));
      back(event, 'restored');
    }),
};

function asAdmin({ actor, now }: RequestContext) {
  return { actor: requireAdmin(actor), now };
}

/** Returns to the list's current address. */
function back({ url, cookies }: Pick<RequestEvent, 'url' | 'cookies'>, done: Done): never {
  leaveDone(cookies, done);
  const { q, state, cursor } = pageQuery(adminListQuery, url);
  const query = new URLSearchParams({ ...(q && { q }), ...(state && { state }), ...(cursor && { cursor }) });
  redirect(303, `/admin/verdicts${query.size > 0 ? `?${query}` : ''}`);
}
