import { redirect } from '@sveltejs/kit';
import { requireAdmin } from '#lib/actor.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The door of the admin's pages. Actions run before any `load`, and a page may be asked for without its layout: so
 * every use case behind these pages looks at the role itself; this only shows the way in.
 */
export const load: LayoutServerLoad = ({ locals, url }) => {
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`);
  try {
    requireAdmin(locals.actor);
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
