import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { findHealth } from '#lib/health/find-health.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  try {
    return { health: findHealth(locals.actor) };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
