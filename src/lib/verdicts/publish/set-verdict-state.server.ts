import { operatorId, type Operator } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { updateVerdictState } from './state.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

interface OperatorContext {
  actor: Operator;
  now: Date;
}

/** Only admins see it and its comments. @throws Refusal `forbidden`, `verdict-not-found` */
export async function unpublishVerdict(slug: string, context: OperatorContext): Promise<void> {
  await changeState(slug, { state: 'unpublished', note: null }, context);
}

/** Replaces the text by a note; comments stay readable. @throws Refusal `forbidden`, `verdict-not-found` */
export async function retractVerdict(
  slug: string,
  { note }: { note: string },
  context: OperatorContext,
): Promise<void> {
  await changeState(slug, { state: 'retracted', note }, context);
}

/** Restores an unpublished or retracted verdict. @throws Refusal `forbidden`, `verdict-not-found` */
export async function republishVerdict(slug: string, context: OperatorContext): Promise<void> {
  await changeState(slug, { state: 'published', note: null }, context);
}

/** Idempotent. */
async function changeState(
  slug: string,
  to: { state: VerdictState; note: string | null },
  { actor, now }: OperatorContext,
): Promise<void> {
  const by = operatorId(actor);
  const found = isSlug(slug) && (await updateVerdictState(slug, { ...to, by, now }));
  if (!found) throw new Refusal('verdict-not-found');
}
