import { whyNotReady } from '#lib/db/readiness.server.ts';
import { log } from '#lib/log.server.ts';
import type { RequestHandler } from './$types';

/** The database is reachable and migrated. The reason why not is only logged: it may name hosts and users. */
export const GET: RequestHandler = async () => {
  const reason = await whyNotReady();
  if (!reason) return new Response('ready\n');
  log.warn({ reason }, 'not ready');
  return new Response('not ready\n', { status: 503 });
};
