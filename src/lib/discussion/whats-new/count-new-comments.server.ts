import type { Actor } from '#lib/actor.ts';
import type { NewCount } from './new-comments.ts';
import { countNewFor, countNewSince } from './read-position.store.server.ts';

/** By verdict, those that the actor has opened before. */
export async function newCountsOf(actor: Actor | null, slugs: string[]): Promise<NewCount[]> {
  return actor ? countNewFor(actor.id, slugs) : [];
}

/** For a reader without an account, whose browser knows how far they have read. */
export async function newCountsSince(positions: { slug: string; seq: number }[]): Promise<NewCount[]> {
  return countNewSince(positions);
}
