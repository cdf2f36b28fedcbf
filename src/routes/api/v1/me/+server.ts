import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { signedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/api.server.ts';

export const GET = endpoint(async ({ locals }) => {
  const actor = signedIn(locals.actor);
  return { ...actor, ...(await findEmail(actor, new Date())) };
});
