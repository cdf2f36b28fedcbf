import { redirect } from '@sveltejs/kit';
import { requireModerator } from '#lib/actor.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { LayoutServerLoad } from './$types';

/** Sends visitors to the sign-in page. Not the access check: actions don't run it, so every use case checks the role. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  try {
    return { me: requireModerator(locals.actor) };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
