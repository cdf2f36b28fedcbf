import { requireAdmin, type Actor } from '#lib/actor.ts';
import { confirmedPage, countSubscribersByState, forgetUnconfirmed } from './subscriber.store.server.ts';
import type { SubscriberState } from './subscription.ts';

/** Confirmed subscribers by id, after `after`. */
export function confirmedSubscribers({
  after,
  limit,
}: {
  after: string | null;
  limit: number;
}): Promise<{ id: string; email: string }[]> {
  return confirmedPage(after, limit);
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function countSubscribers(actor: Actor | null): Promise<Record<SubscriberState, number>> {
  requireAdmin(actor);
  return countSubscribersByState();
}

/** Removes addresses that were never confirmed. @returns how many */
export function removeUnconfirmed(now = new Date()): Promise<number> {
  return forgetUnconfirmed(now);
}
