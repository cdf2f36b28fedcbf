import type { z } from 'zod';
import { requireSignedIn } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { movePosition } from './read-position.store.server.ts';
import type { readInput } from './whats-new-input.ts';

/**
 * The actor has read every comment up to `seq`, at most to the newest one. A position never moves back. `opened`: the
 * discussion was on their screen; the first time is kept.
 * @throws Refusal `sign-in-first`, `verdict-not-found`, `rate-limited`
 */
export async function markRead(
  slug: string,
  { seq, section = null, opened = false }: z.output<typeof readInput>,
  { actor: reader, now }: RequestContext,
): Promise<void> {
  const actor = requireSignedIn(reader);
  await spend('read-position', actor.id);
  const isFound = isSlug(slug) && (await movePosition(slug, { seq, section, opened, now, actor }));
  if (!isFound) throw new Refusal('verdict-not-found');
}
