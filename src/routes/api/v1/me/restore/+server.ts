import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { restoreAccount } from '#lib/privacy/erasure/restore-account.server.ts';

/** Restoring an account that isn't being deleted changes nothing. */
export const POST = endpoint(async ({ locals: { actor, pendingErasure } }, context) => {
  if (pendingErasure) await restoreAccount(pendingErasure, context.now);
  else requireSignedIn(actor);
  return new Response(null, { status: 204 });
});
