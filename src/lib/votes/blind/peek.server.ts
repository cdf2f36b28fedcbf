import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { hasPeek, insertPeek } from './peek.store.server.ts';

/**
 * The actor asked for the tallies of a verdict: their first votes there aren't blind from now on. Idempotent.
 * @throws Refusal `sign-in-first`, `verdict-not-found`, `rate-limited`
 */
export async function peek(slug: string, { actor, now }: RequestContext): Promise<void> {
  const reader = requireSignedIn(actor);
  await spend('peek', reader.id);
  const isFound = isSlug(slug) && (await insertPeek(slug, reader, now));
  if (!isFound) throw new Refusal('verdict-not-found');
}

/** Until when this reader's page hides the tallies; undefined: it shows them. No query once the time is over. */
export async function blindFor(
  { id, blindUntil }: Pick<VerdictView, 'id' | 'blindUntil'>,
  actor: Actor | null,
): Promise<string | undefined> {
  if (!blindUntil || (actor && (await hasPeek(id, actor.id)))) return undefined;
  return blindUntil;
}
