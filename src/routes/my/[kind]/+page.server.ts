import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import type { Actor } from '#lib/actor.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import { dropShownDraft } from '#lib/discussion/stored-drafts/drop-draft.server.ts';
import { listPlacedDrafts } from '#lib/discussion/stored-drafts/list-drafts.server.ts';
import { sendDraft } from '#lib/discussion/stored-drafts/send-draft.server.ts';
import { newCountsOf } from '#lib/discussion/whats-new/count-new-comments.server.ts';
import { listTakenPart } from '#lib/discussion/whats-new/list-taken-part.server.ts';
import { takenPartQuery } from '#lib/discussion/whats-new/whats-new-input.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { typographicItem } from '#lib/verdicts/list/typographic-item.ts';
import { listMyThings } from '#lib/my-things/list-my-things.server.ts';
import { dropForm, kindParams, sendForm, thingsQuery, unmarkForm } from '#lib/my-things/my-things-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { actor } }) => {
  const { kind } = pageParams(kindParams, params);
  if (!actor) redirect(303, `/sign-in?to=${encodeURIComponent(`/my/${kind}`)}`);
  if (kind === 'verdicts') return verdictsOf(actor, pageQuery(takenPartQuery, url));
  const { cursor } = pageQuery(thingsQuery, url);
  const isFirst = cursor === undefined;
  if (kind === 'drafts') {
    const drafts = await listPlacedDrafts(actor).catch(orErrorPage);
    // One for each form: submitting it twice posts once.
    return { kind, items: drafts.map((draft) => ({ ...draft, nonce: randomUUID() })), next: null, isFirst };
  }
  return { kind, ...(await listMyThings(kind, cursor, actor).catch(orErrorPage)), isFirst };
};

async function verdictsOf(actor: Actor, listing: Parameters<typeof listTakenPart>[0]) {
  const { items, next } = await listTakenPart(listing, actor, readersOf).catch(orErrorPage);
  const counts = await newCountsOf(
    actor,
    items.map(({ slug }) => slug),
  );
  const news = Object.fromEntries(counts.map(({ slug, count }) => [slug, count]));
  const isFirst = listing.cursor === undefined;
  return { kind: 'verdicts' as const, items: items.map(typographicItem), news, next, isFirst };
}

export const actions: Actions = {
  unmark: (event) =>
    answerForm(event, unmarkForm, async ({ comment }, context) => {
      await setBookmark(comment, false, context);
      return { done: 'The bookmark is removed.' };
    }),
  drop: (event) =>
    answerForm(event, dropForm, async ({ draft, updatedAt }, { actor }) => {
      await dropShownDraft({ key: draft, updatedAt }, actor);
      return { done: 'The draft is deleted.' };
    }),
  send: (event) =>
    answerForm(event, sendForm, async ({ draft, ...text }, context) => {
      const { verdict, id } = await sendDraft({ key: draft, ...text }, context);
      // A header takes ASCII only.
      redirect(303, permalink(encodeURIComponent(verdict), id));
    }),
};
