import { Refusal } from '#lib/refusal.ts';
import type { Ruling, Sitting } from './decision-context.server.ts';

/** No new replies: in the whole thread, or at this comment and below. Whoever writes is told so; nobody else need be. */
export async function lock(sitting: Sitting): Promise<Ruling> {
  return setLock(sitting, sitting.now);
}

/** The talk goes on. */
export async function unlock(sitting: Sitting): Promise<Ruling> {
  return setLock(sitting, null);
}

async function setLock({ thread, comment, input }: Sitting, at: Date | null): Promise<Ruling> {
  const { where } = input;
  const lockedAt = where === 'thread' ? thread.lockedAt : comment.lockedAt;
  if ((lockedAt === null) === (at === null)) throw new Refusal('not-possible-now');
  await (where === 'thread' ? thread.lock(at) : thread.lockBranch(comment, at));
  return { closes: null, before: { where, lockedAt: lockedAt?.toISOString() ?? null }, notices: [] };
}
