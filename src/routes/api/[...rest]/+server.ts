import { endpoint } from '#lib/http/api/api.server.ts';
import { Refusal } from '#lib/refusal.ts';

/** Every path under /api that no endpoint has, for every method. */
export const fallback = endpoint(async () => {
  throw new Refusal('not-found');
});
