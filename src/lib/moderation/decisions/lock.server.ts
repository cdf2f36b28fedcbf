import { Refusal } from '#lib/refusal.ts';
import type { DecisionContext, DecisionOutcome } from './decision-context.server.ts';

/** Refuses new replies in the thread, or below the comment. Sends no notice, because the reply form says it. */
export function lock(context: DecisionContext): Promise<DecisionOutcome> {
  return setLock(context, context.now);
}

export function unlock(context: DecisionContext): Promise<DecisionOutcome> {
  return setLock(context, null);
}

async function setLock(
  { thread, comment, input: { where } }: DecisionContext,
  at: Date | null,
): Promise<DecisionOutcome> {
  const lockedAt = where === 'thread' ? thread.lockedAt : comment.lockedAt;
  if ((lockedAt === null) === (at === null)) throw new Refusal('not-possible-now');
  await (where === 'thread' ? thread.lock(at) : thread.lockBranch(comment, at));
  return { reports: null, before: { where, lockedAt: lockedAt?.toISOString() ?? null }, notices: [] };
}
