import type { z } from 'zod';
import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { COUNTED_NEW, creationSeq, type NewComments } from './new-comments.ts';
import { readNewComments } from './read-position.store.server.ts';
import { inReadingOrder } from './reading-order.ts';
import type { newQuery } from './whats-new-input.ts';

/**
 * Others' comments created after `since`, in reading order: the oldest of them, if there are many.
 * @throws Refusal `verdict-not-found`
 */
export async function listNewComments(
  slug: string,
  { since, sort }: z.output<typeof newQuery>,
  { actor }: { actor: Actor | null },
): Promise<NewComments> {
  const found = isSlug(slug) ? await readNewComments(slug, since, { actor, limit: COUNTED_NEW + 1 }) : null;
  if (!found) throw new Refusal('verdict-not-found');
  const { head, rows } = found;
  const more = rows.length > COUNTED_NEW;
  const kept = rows.slice(0, COUNTED_NEW);
  return {
    items: inReadingOrder(kept, sort).map(({ id, path }) => ({ id, path })),
    upTo: more ? creationSeq(kept.at(-1)!.path) : head,
    more,
  };
}
