import { requireModerator } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { CLAIM_LASTS } from './case.ts';
import { dropClaim, setClaim } from './lease.store.server.ts';
import { publishCases } from './publish-cases.server.ts';

/**
 * Opening a case claims it for five minutes: `claimCase(id, {takeOver}, {actor, now}) → boolean`. Call it again while
 * the case is open on the page (every two minutes or so): that renews the claim and tells nobody anew. False where
 * somebody else holds it and `takeOver` was not asked for, or where the case is decided; then nothing changed. A claim
 * hinders nobody from deciding: it only shows.
 * @throws Refusal `sign-in-first`, `forbidden`
 */
export async function claimCase(
  id: string,
  { takeOver = false }: { takeOver?: boolean },
  context: RequestContext,
): Promise<boolean> {
  const { id: userId, username } = requireModerator(context.actor);
  const { now } = context;
  const until = new Date(now.getTime() + CLAIM_LASTS);
  const { held, news } = await setClaim(id, { userId, now, until }, takeOver);
  if (news) await publishCases([id], { what: 'claimed', by: username, now });
  return held;
}

/** Leaving the case lets go of it; whoever doesn't hold it changes nothing. @throws Refusal `sign-in-first`, `forbidden` */
export async function releaseCase(id: string, context: RequestContext): Promise<void> {
  const { id: userId, username } = requireModerator(context.actor);
  if (await dropClaim(id, userId))
    await publishCases([id], { what: 'released', by: username, now: context.now });
}
