import { requireModerator, type Actor } from '#lib/actor.ts';
import type { Burst } from '#lib/live/events.ts';
import { publishBurstList } from '#lib/live/publish.server.ts';
import { log } from '#lib/log.server.ts';
import { readBursts, type BurstRow } from './burst.store.server.ts';

/** More simultaneous bursts than this are an attack: moderators then need the emergency switch, not a longer list. */
const MOST = 20;

/** Claims and comments where votes of new accounts are held now. @throws Refusal `sign-in-first`, `forbidden` */
export async function listBursts(actor: Actor | null): Promise<Burst[]> {
  requireModerator(actor);
  return (await readBursts(MOST)).map(burst);
}

/** Publishes the whole list to moderators, so that the next update makes up for a failed one. */
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
