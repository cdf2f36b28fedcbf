import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { setState } from './state.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

interface Operating {
  actor: Operator;
  now: Date;
}

/** Hides a verdict and its comments from everyone but admins. @throws Refusal `forbidden`, `verdict-not-found` */
export async function unpublishVerdict(slug: string, context: Operating): Promise<void> {
  await change(slug, { state: 'unpublished', note: null }, context);
}

/**
 * Replaces a verdict's text by a note that says why it was retracted; its comments stay readable.
 * @throws Refusal `forbidden`, `verdict-not-found`
 */
export async function retractVerdict(
  slug: string,
  { note }: { note: string },
  context: Operating,
): Promise<void> {
  await change(slug, { state: 'retracted', note }, context);
}

/** Brings an unpublished or retracted verdict back. @throws Refusal `forbidden`, `verdict-not-found` */
export async function publishAgain(slug: string, context: Operating): Promise<void> {
  await change(slug, { state: 'published', note: null }, context);
}

/** Idempotent: a verdict that is in that state already stays as it is. */
async function change(
  slug: string,
  to: { state: VerdictState; note: string | null },
  { actor, now }: Operating,
): Promise<void> {
  const by = operatorId(actor);
  const found = isSlug(slug) && (await setState(slug, { ...to, by, now }));
  if (!found) throw new Refusal('verdict-not-found');
}
