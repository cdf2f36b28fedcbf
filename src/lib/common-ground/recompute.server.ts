import { compareCamps, correctCamps, verdictIdsAfter } from './recompute.store.server.ts';

/** Verdicts, and comments of a verdict, that are in memory or locked at the same time. */
const STEP = 500;

const FIRST = '00000000-0000-0000-0000-000000000000';

export interface Recomputed {
  comments: number;
  differing: number;
}

/**
 * Counts all comments' ratings by camp again, in parts. `correct`: comments that differ are corrected, otherwise nothing
 * changes. @returns how many differed
 */
export async function recomputeCommonGround({ correct }: { correct: boolean }): Promise<Recomputed> {
  const total = { comments: 0, differing: 0 };
  let ids = await verdictIdsAfter(FIRST, STEP);
  while (ids.length > 0) {
    for (const id of ids) await recomputeVerdict(id, correct, total);
    ids = await verdictIdsAfter(ids.at(-1)!, STEP);
  }
  return total;
}

async function recomputeVerdict(verdictId: string, correct: boolean, total: Recomputed): Promise<void> {
  const next = correct ? correctCamps : compareCamps;
  for (let after: string | null = ''; after !== null;) {
    const step = await next({ verdictId, after, limit: STEP });
    total.comments += step.compared;
    total.differing += step.differing;
    after = step.last;
  }
}
