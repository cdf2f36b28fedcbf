import type { TrustLevel } from './trust.ts';

/** How a reporter's earlier reports were judged. Ignored ones count for neither side. */
export interface ReporterRecord {
  upheld: number;
  rejected: number;
}

/** Fewer judged reports than this don't change the weight of the next. */
const MIN_JUDGED = 5;

/**
 * Reports of new accounts reach the queue but never hide a comment: otherwise a few accounts made for that could hide
 * any.
 */
export function countsTowardsHiding(level: TrustLevel): boolean {
  return level > 0;
}

/** 1 + trust level, times the reporter's record: from 0.5 (never right) to 1.5 (always right); 1 without a record. */
export function reportWeight(level: TrustLevel, { upheld, rejected }: ReporterRecord): number {
  const judged = upheld + rejected;
  const record = judged < MIN_JUDGED ? 1 : 0.5 + upheld / judged;
  return (1 + level) * record;
}
