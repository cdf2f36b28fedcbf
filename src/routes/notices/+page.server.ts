import { redirect } from '@sveltejs/kit';
import { permalink } from '#lib/discussion/page/links.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { appealInput } from '#lib/moderation/moderation-input.ts';
import { fileAppeal } from '#lib/moderation/appeals/file-appeal.server.ts';
import { listNotices, unreadOf } from '#lib/notices/list-notices.server.ts';
import { markNotices } from '#lib/notices/mark-notices.server.ts';
import { markInput, muteInput, noticesQuery, openInput } from '#lib/notices/notice-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.actor) redirect(303, '/sign-in?to=%2Fnotices');
  const query = pageQuery(noticesQuery, url);
  const { cursor } = query;
  const [inbox, unreadHere] = await Promise.all([
    listNotices(query, locals.actor).catch(orErrorPage),
    unreadOf(locals.actor),
  ]);
  // `query` leaves out the action's name, so that a form returns to the same page of the list.
  return {
    ...inbox,
    unreadHere,
    firstPage: cursor === undefined,
    query: cursor === undefined ? '' : `cursor=${cursor}`,
  };
};

export const actions: Actions = {
  mark: (event) =>
    answerForm(event, markInput, async (input, context) => {
      await markNotices(input, context);
      return { done: 'marked' };
    }),
  open: (event) =>
    answerForm(event, openInput, async ({ id, verdict, comment }, context) => {
      await markNotices({ id, read: true }, context);
      redirect(303, permalink(encodeURIComponent(verdict), comment));
    }),
  mute: (event) =>
    answerForm(event, muteInput, async (input) => {
      const level = input.mute ? 'mute' : 'normal';
      await setFollow({ kind: 'branch', target: input.comment, level }, event.locals.actor);
      return { done: input.mute ? 'muted' : 'unmuted' };
    }),
  appeal: (event) =>
    answerForm(event, appealInput, async (input, context) => {
      await fileAppeal(input, context);
      return { done: 'appealed' };
    }),
};
