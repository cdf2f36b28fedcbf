/**
 * Where reports stand, replies slow down: a quarrel cools while somebody looks at it. How long one must wait before
 * replying below a comment is (2 + the reports standing on it and on all it stands below) minutes; where none stand,
 * nothing. The wait runs from the later of two moments: when what is answered was written, and when the newest of
 * those cases was opened. So each further report makes it a minute longer, and none can begin it anew.
 */

const MINUTE = 60_000;
const BASE = 2;

/** The reports standing on one comment. */
export interface Heat {
  reports: number;
  /** When the first of them was made. */
  since: Date;
}

/** When replying is possible (milliseconds since 1970); 0: at once. `chain`: the comment answered and all above it. */
export function coolAt(answered: { createdAt: Date }, chain: (Heat | null)[]): number {
  const hot = chain.filter((heat) => heat !== null && heat.reports > 0) as Heat[];
  if (hot.length === 0) return 0;
  const reports = hot.reduce((sum, heat) => sum + heat.reports, 0);
  const from = Math.max(answered.createdAt.getTime(), ...hot.map(({ since }) => since.getTime()));
  return from + (BASE + reports) * MINUTE;
}

/** Seconds until replying is possible, 0 where it is. */
export function secondsUntil(cool: number, now: Date): number {
  return Math.max(0, Math.ceil((cool - now.getTime()) / 1000));
}

/** "2:05", for a countdown. */
export function asClock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
