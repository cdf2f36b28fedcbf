import type { ClaimTally, FrontCount } from './events.ts';

/**
 * Messages are published after the commit, in no order: the later count or change wins. Server and browser merge by the
 * same rules.
 */

export function latest<T extends { counted: number }>(known: T | undefined, received: T): T {
  return known && known.counted > received.counted ? known : received;
}

export function latestByKey<T extends { counted: number }>(
  known: Iterable<readonly [string, T]>,
  received: Iterable<readonly [string, T]>,
): Map<string, T> {
  const merged = new Map(known);
  for (const [key, tally] of received) {
    const before = merged.get(key);
    // What a message leaves out hasn't changed, so a later one adds nothing about that, and an earlier one may.
    const [first, last] = before && before.counted > tally.counted ? [tally, before] : [before, tally];
    merged.set(key, { ...first, ...last });
  }
  return merged;
}

export function mergeFrontCount(known: FrontCount, received: FrontCount): FrontCount {
  const merged = { ...known, ...received };
  if (known.seq !== undefined && (received.seq === undefined || received.seq < known.seq))
    Object.assign(merged, { seq: known.seq, comments: known.comments });
  const claims = latestByKey(byId(known.claims), byId(received.claims));
  return claims.size > 0 ? { ...merged, claims: [...claims.values()] } : merged;
}

function byId(claims: ClaimTally[] = []): [string, ClaimTally][] {
  return claims.map((claim) => [claim.id, claim]);
}
