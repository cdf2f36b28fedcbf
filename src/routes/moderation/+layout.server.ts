import { redirect } from '@sveltejs/kit';
import { requireModerator } from '#lib/actor.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The door of the moderators' pages. As at the admin's: it only shows the way in, and every use case behind it looks
 * at the role itself.
 */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  try {
    return { me: requireModerator(locals.actor) };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
