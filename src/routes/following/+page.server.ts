import { redirect } from '@sveltejs/kit';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { followForm, followsQuery, unblockForm } from '#lib/follows/follow-input.ts';
import { listFollows } from '#lib/follows/list-follows.server.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!locals.actor) redirect(303, '/sign-in?to=%2Ffollowing');
  const query = pageQuery(followsQuery, url);
  const firstPage = query.cursor === undefined && query.blocks === undefined;
  return { ...(await listFollows(query, locals.actor).catch(orErrorPage)), firstPage };
};

export const actions: Actions = {
  set: (event) =>
    answerForm(event, followForm, async (input, { actor }) => {
      await setFollow(input, actor);
      return { done: 'Saved.' };
    }),
  unblock: (event) =>
    answerForm(event, unblockForm, async ({ target }, { actor }) => {
      await blockPerson({ target, blocked: false }, actor);
      return { done: `You no longer block ${target}.` };
    }),
};
