import { accountView } from '#lib/accounts/account-view.ts';
import { signedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/api.server.ts';

export const GET = endpoint(async ({ locals }) => accountView(signedIn(locals.actor)));
