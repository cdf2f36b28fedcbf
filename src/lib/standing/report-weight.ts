import type { TrustLevel } from './trust.ts';

/** How a reporter's earlier reports were judged. What was merely ignored was neither right nor wrong. */
export interface ReporterRecord {
  upheld: number;
  rejected: number;
}

/** Fewer judged reports than this say nothing about a person: the sixth is the first that they weigh on. */
const SAYS_SOMETHING = 5;

/**
 * What one report weighs: 1 + trust, then by how often this reporter was right, from half (never) to one and a half
 * (always). Somebody who is right every other time weighs as if nothing were known of them.
 */
export function reportWeight(level: TrustLevel, { upheld, rejected }: ReporterRecord): number {
  const judged = upheld + rejected;
  const record = judged < SAYS_SOMETHING ? 1 : 0.5 + upheld / judged;
  return (1 + level) * record;
}
