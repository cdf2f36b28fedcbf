import type { Actor } from '#lib/actor.ts';
import type { SiteMine } from '#lib/live/events.ts';
import { queueCounts } from '#lib/moderation/queue/list-queue.server.ts';
import { REFUSALS } from '#lib/refusals.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { readOnlyNotice } from '#lib/site-settings/site-settings.ts';

/** What every page shows of its reader, without their unread notices, which other statements count along. */
export async function stateOnSite(actor: Actor): Promise<Omit<SiteMine, 'unread'>> {
  const { id, username, role, waiting = false } = actor;
  const [queue, closed] = await Promise.all([queueCounts(actor), closedTo(actor)]);
  return { viewer: { id, username, role, waiting }, queue, closed };
}

/** Why this reader can't comment or vote now, as sentences; empty: they can. */
export async function closedTo(actor: Actor | null): Promise<string[]> {
  const waiting = actor?.waiting ? REFUSALS['awaiting-approval'].message : null;
  return [readOnlyNotice(await findSwitches()), waiting].filter((notice) => notice !== null);
}

/** A reader's own state in a response that no cache keeps, not even the browser's: the next reader may be another. */
export function ownStateResponse(state: SiteMine): Response {
  return Response.json(state, { headers: { 'cache-control': 'private, no-store' } });
}
