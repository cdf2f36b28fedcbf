import { redirect } from '@sveltejs/kit';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { blockForm, followInput, followParams } from '#lib/follows/follow-input.ts';
import { findFollow } from '#lib/follows/list-follows.server.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const target = pageParams(followParams, params);
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname)}`);
  return { follow: await findFollow(target, locals.actor).catch(orErrorPage) };
};

export const actions: Actions = {
  follow: (event) =>
    answerForm(event, followInput, async ({ level }, { actor }) => {
      await setFollow({ ...pageParams(followParams, event.params), level }, actor);
      return { done: 'Saved.' };
    }),
  block: (event) =>
    answerForm(event, blockForm, async ({ blocked }, { actor }) => {
      const { target } = pageParams(followParams, event.params);
      await blockPerson({ target, blocked }, actor);
      return { done: blocked ? `You block ${target} now.` : `You no longer block ${target}.` };
    }),
};
