import { newCountsSince } from '#lib/discussion/whats-new/count-new-comments.server.ts';
import { sinceQuery } from '#lib/discussion/whats-new/whats-new-input.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';

/** Seconds. The counts are the same for everyone who has read as far. */
const CACHED = 15;

export const GET = endpoint(async ({ url }) => {
  const items = await newCountsSince(queryOf(url, sinceQuery).since);
  return Response.json({ items, next: null }, { headers: { 'cache-control': `public, max-age=${CACHED}` } });
});
