import { requireModerator } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { LEASE_DURATION } from './case.ts';
import { dropLease, takeLease } from './lease.store.server.ts';
import { publishCases } from './publish-cases.server.ts';

/**
 * Takes or renews the lease on an open case. A lease only shows who is at work: anyone may still decide the case.
 * A renewal publishes nothing.
 * @returns false if another moderator holds the lease and `takeOver` is not set, or the case is decided
 * @throws Refusal `sign-in-first`, `forbidden`
 */
export async function leaseCase(
  id: string,
  { takeOver = false }: { takeOver?: boolean },
  { actor, now }: RequestContext,
): Promise<boolean> {
  const { id: userId, username } = requireModerator(actor);
  const until = new Date(now.getTime() + LEASE_DURATION);
  const { held, renewed } = await takeLease(id, { userId, now, until, takeOver });
  if (held && !renewed) await publishCases([id], { what: 'leased', by: username, now });
  return held;
}

/** Releases the actor's lease, if they hold it. @throws Refusal `sign-in-first`, `forbidden` */
export async function releaseCase(id: string, { actor, now }: RequestContext): Promise<void> {
  const { id: userId, username } = requireModerator(actor);
  if (await dropLease(id, userId)) await publishCases([id], { what: 'released', by: username, now });
}
