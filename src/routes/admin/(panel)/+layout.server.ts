import { redirect } from '@sveltejs/kit';
import { requireAdmin } from '#lib/actor.ts';
import { countDesk } from '#lib/admin/count-desk.server.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { LayoutServerLoad } from './$types';

/** Only redirects to sign-in. Use cases check the role themselves, because actions run before any `load`. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  try {
    requireAdmin(locals.actor);
  } catch (refusal) {
    orErrorPage(refusal);
  }
  return { desk: await countDesk(locals.actor) };
};
