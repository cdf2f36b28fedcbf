import type { Role } from '#lib/actor.ts';

/** Computed from the rows each time and not stored, so a trust level is never out of date. */

/** 0 new; 1 known; 2 trusted; 3 moderators and admins. */
export type TrustLevel = 0 | 1 | 2 | 3;

export interface TrustFacts {
  role: Role;
  joinedAt: Date;
  /** Visible comments. Withdrawn ones count neither for nor against the author. */
  visibleComments: number;
  removed: number;
  addressConfirmed: boolean | null;
}

export interface Trust {
  level: TrustLevel;
  /** What the next level still needs, each as words that follow "You still need". Empty at the top. */
  missing: string[];
}

const DAY = 24 * 60 * 60 * 1000;

/** Spammers don't wait three days; readers do. */
export const KNOWN = { days: 3, comments: 2 };
export const TRUSTED = { days: 15, comments: 20, removedShare: 0.1 };

export function trustOf(facts: TrustFacts, now: Date): Trust {
  if (facts.role !== 'reader') return { level: 3, missing: [] };
  const known = missingFor(facts, KNOWN, now);
  if (facts.addressConfirmed === false) known.push('a confirmed email address (see your settings)');
  if (known.length > 0) return { level: 0, missing: known };
  const trusted = missingFor(facts, TRUSTED, now);
  if (removedShare(facts) >= TRUSTED.removedShare) trusted.push('fewer than one comment in ten removed');
  return trusted.length > 0 ? { level: 1, missing: trusted } : { level: 2, missing: [] };
}

function missingFor(
  { joinedAt, visibleComments }: TrustFacts,
  { days, comments }: { days: number; comments: number },
  now: Date,
): string[] {
  const daysLeft = Math.ceil((joinedAt.getTime() + days * DAY - now.getTime()) / DAY);
  const commentsLeft = comments - visibleComments;
  return [
    ...(daysLeft > 0 ? [counted(daysLeft, 'more day', 'more days')] : []),
    ...(commentsLeft > 0
      ? [
          `${counted(commentsLeft, 'more comment', 'more comments')} that stay${commentsLeft === 1 ? 's' : ''}`,
        ]
      : []),
  ];
}

function removedShare({ visibleComments, removed }: TrustFacts): number {
  return removed === 0 ? 0 : removed / (visibleComments + removed);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
