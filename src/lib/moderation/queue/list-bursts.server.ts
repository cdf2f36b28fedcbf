import { requireModerator, type Actor } from '#lib/actor.ts';
import type { Burst } from '#lib/live/events.ts';
import { publishBurstList } from '#lib/live/publish.server.ts';
import { log } from '#lib/log.server.ts';
import { readBursts, type BurstRow } from './burst.store.server.ts';

/** More bursts at once than this are one attack: a moderator then needs the emergency switch, not a longer list. */
const MOST = 20;

/** Where votes of new accounts are held now, for the queue. @throws Refusal `sign-in-first`, `forbidden` */
export async function listBursts(actor: Actor | null): Promise<Burst[]> {
  requireModerator(actor);
  return (await readBursts(MOST)).map(burst);
}

/** Publishes the list to the moderators' pages. A failure costs them this update; the next one brings the whole list. */
export async function publishBursts(): Promise<void> {
  try {
    publishBurstList((await readBursts(MOST)).map(burst));
  } catch (err) {
    log.warn({ err }, 'the list of vote bursts could not be read');
  }
}

function burst({ commentId, claimId, label, slug, title, waiting, countsAt }: BurstRow): Burst {
  const what = commentId
    ? { kind: 'comment' as const, id: commentId }
    : { kind: 'claim' as const, id: claimId! };
  return { ...what, label, verdict: slug, title, waiting, countsAt: countsAt.toISOString() };
}
