import { redirect, type RequestEvent } from '@sveltejs/kit';
import { listChallenges } from '#lib/challenges/list-challenges.server.ts';
import { leaveDone } from '#lib/http/forms/done-notice.ts';
import { answerForm, orErrorPage, pageParams, textFields } from '#lib/http/forms/form.server.ts';
import {
  correctDraft,
  deleteDraft,
  noteDraft,
  rebaseDraft,
  replaceDraftSource,
} from '#lib/verdicts/drafts/change-draft.server.ts';
import { MAX_SOURCE_FORM } from '#lib/verdicts/drafts/draft.ts';
import {
  correctInput,
  draftParams,
  draftVersionInput,
  draftNoteInput,
  sourceInput,
} from '#lib/verdicts/drafts/draft-input.ts';
import { findDraft } from '#lib/verdicts/drafts/find-draft.server.ts';
import { publishDraft } from '#lib/verdicts/drafts/publish-draft.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, parent }) => {
  await parent();
  const { id } = pageParams(draftParams, params);
  const draft = await findDraft(id, locals.actor).catch(orErrorPage);
  const slug = draft.verdict?.slug;
  const challenges = slug ? await listChallenges(locals.actor) : [];
  return {
    draft,
    open: challenges.filter(({ state, verdict }) => state === 'open' && verdict.slug === slug),
  };
};

/** Each action redirects, so that a reload doesn't repeat it. */
export const actions: Actions = {
  correct: (event) =>
    answerForm(
      event,
      correctInput,
      async (input, context) => {
        await correctDraft({ id: idOf(event), ...input }, context);
        redirect(303, `${event.url.pathname}#line-${input.lines[0]}`);
      },
      { fieldsOf: lineFields },
    ),
  source: (event) =>
    answerForm(
      event,
      sourceInput,
      async (input, context) => {
        await replaceDraftSource({ id: idOf(event), ...input }, context);
        redirect(303, event.url.pathname);
      },
      { maxBytes: MAX_SOURCE_FORM },
    ),
  note: (event) =>
    answerForm(event, draftNoteInput, async (input, context) => {
      await noteDraft({ id: idOf(event), ...input }, context);
      redirect(303, event.url.pathname);
    }),
  rebase: (event) =>
    answerForm(event, draftVersionInput, async ({ version }, context) => {
      await rebaseDraft({ id: idOf(event), version }, context);
      redirect(303, event.url.pathname);
    }),
  delete: (event) =>
    answerForm(event, draftVersionInput, async ({ version }) => {
      await deleteDraft({ id: idOf(event), version }, event.locals.actor);
      leaveDone(event.cookies, 'draft-deleted');
      redirect(303, '/admin/verdicts');
    }),
  publish: (event) =>
    answerForm(event, draftNoteInput, async (input, context) => {
      const { slug, outcome } = await publishDraft({ id: idOf(event), ...input }, context);
      leaveDone(event.cookies, outcome);
      redirect(303, `/v/${slug}`);
    }),
};

function idOf({ params }: Pick<RequestEvent, 'params'>): string {
  return pageParams(draftParams, params).id;
}

function lineFields(form: FormData) {
  const { version, as } = textFields(form);
  return { version, as, lines: form.getAll('line') };
}
