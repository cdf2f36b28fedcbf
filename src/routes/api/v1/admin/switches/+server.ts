import { requireAdmin } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { changeSwitches } from '#lib/site-settings/change-switches.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { switchesInput } from '#lib/site-settings/site-settings-input.ts';

export const GET = endpoint(async ({ locals }) => {
  requireAdmin(locals.actor);
  return findSwitches();
});

export const PUT = endpoint(async ({ request, locals }, context) => {
  const { actor } = locals;
  requireAdmin(actor);
  return changeSwitches(await jsonBody(request, switchesInput), { actor, now: context.now });
});
