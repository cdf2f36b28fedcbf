import { requireSignedIn, type Actor } from '#lib/actor.ts';
import type { VerdictListing } from '#lib/verdicts/list/list-input.ts';
import { listVerdicts, type VerdictList } from '#lib/verdicts/list/list-verdicts.server.ts';
import { readTakenPart } from './taken-part.store.server.ts';

/**
 * The verdicts that the actor commented on, voted on, follows, or rated comments of.
 * @throws Refusal `sign-in-first`, `invalid-input` (cursor)
 */
export async function listTakenPart(
  listing: Pick<VerdictListing, 'cursor' | 'limit' | 'sort'>,
  actor: Actor | null,
  readersOf: (slug: string) => number,
): Promise<VerdictList> {
  const only = await readTakenPart(requireSignedIn(actor).id);
  if (only.length === 0) return { items: [], next: null };
  return listVerdicts({ ...listing, q: undefined, source: undefined }, { only, readersOf });
}
