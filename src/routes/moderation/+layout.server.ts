import { redirect } from '@sveltejs/kit';
import { requireModerator } from '#lib/actor.ts';
import { countDesk } from '#lib/admin/count-desk.server.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { LayoutServerLoad } from './$types';

/** Sends visitors to the sign-in page. Not the access check: actions don't run it, so every use case checks the role. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  try {
    const me = requireModerator(locals.actor);
    return { me, desk: await countDesk(me) };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
