/**
 * Replies slow down in reported parts of a thread, so that a quarrel can cool while a moderator looks. With n open
 * reports on a comment and its ancestors, n > 0, a reply to it must wait n + 2 minutes from the later of two times: when
 * the comment was written, and when the newest of those cases was opened. A further report adds a minute, but can't
 * restart the wait. Reports of new accounts don't count, or a few such accounts could silence a thread.
 */

const MINUTE = 60_000;
const BASE = 2;

export interface Heat {
  reports: number;
  since: Date;
}

/** Milliseconds since 1970; 0: now. `chain`: the target of the reply and its ancestors. */
export function replyAllowedAt(target: { createdAt: Date }, chain: (Heat | null)[]): number {
  const hot = chain.filter((heat) => heat !== null && heat.reports > 0) as Heat[];
  if (hot.length === 0) return 0;
  const reports = hot.reduce((sum, heat) => sum + heat.reports, 0);
  const from = Math.max(target.createdAt.getTime(), ...hot.map(({ since }) => since.getTime()));
  return from + (BASE + reports) * MINUTE;
}

export function secondsUntil(time: number, now: Date): number {
  return Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

export function asClock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
