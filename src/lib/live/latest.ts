import type { ClaimTally, FrontCount } from './events.ts';

/**
 * News is told after the commit, in no order: what was counted or changed later wins, whichever comes first. Server
 * and browser merge by the same rules.
 */

export function latest<T extends { counted: number }>(known: T | undefined, told: T): T {
  return known && known.counted > told.counted ? known : told;
}

/** Counts by key, the newer of each. */
export function latestByKey<T extends { counted: number }>(
  known: Iterable<readonly [string, T]>,
  told: Iterable<readonly [string, T]>,
): Map<string, T> {
  const merged = new Map(known);
  for (const [key, tally] of told) merged.set(key, latest(merged.get(key), tally));
  return merged;
}

/** What the front page knows of a verdict, with what it is told now. */
export function mergeFrontCount(known: FrontCount, told: FrontCount): FrontCount {
  const merged = { ...known, ...told };
  if (known.seq !== undefined && (told.seq === undefined || told.seq < known.seq))
    Object.assign(merged, { seq: known.seq, comments: known.comments });
  const claims = latestByKey(byId(known.claims), byId(told.claims));
  return claims.size > 0 ? { ...merged, claims: [...claims.values()] } : merged;
}

function byId(claims: ClaimTally[] = []): [string, ClaimTally][] {
  return claims.map((claim) => [claim.id, claim]);
}
