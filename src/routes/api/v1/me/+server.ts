import { signedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/api.server.ts';

export const GET = endpoint(async ({ locals }) => signedIn(locals.actor));
