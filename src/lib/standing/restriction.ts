import type { RefusalCode } from '#lib/refusal.ts';

/**
 * What a moderator may keep a reader from. `everything` also signs them out everywhere; signed in again they may read,
 * take back what they wrote, and appeal.
 */
export type RestrictionScope = 'comment' | 'vote' | 'everything';

export interface Restriction {
  scope: RestrictionScope;
  /** Null: for ever. */
  until: Date | null;
  /** What the author is told: a reason code. */
  reason: string;
}

/** What readers do that can be kept from them; reporting goes with `everything` only. */
export type Act = 'comment' | 'vote' | 'report';

const ACTS: Record<Act, string> = { comment: 'comment', vote: 'vote or rate', report: 'report' };

/** Keeps the reader from `act` now? A restriction lifts by itself: one whose time is over holds nobody. */
export function holds({ scope, until }: Restriction, act: Act, now: Date): boolean {
  const running = until === null || until.getTime() > now.getTime();
  return running && (scope === act || scope === 'everything');
}

/** The restriction that keeps the reader from `act` the longest, or null. */
export function heldBack(
  restrictions: Restriction[],
  act: Act,
  now: Date,
): { code: RefusalCode; message: string; until: Date | null } | null {
  const end = ({ until }: Restriction) => until?.getTime() ?? Infinity;
  const [longest] = restrictions.filter((each) => holds(each, act, now)).sort((a, b) => end(b) - end(a));
  if (!longest) return null;
  const until = longest.until === null ? 'for good' : `until ${inUtc(longest.until)}`;
  return {
    code: 'restricted',
    message: `You can’t ${ACTS[act]} here ${until}. Your notices say why, and how to appeal.`,
    until: longest.until,
  };
}

function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
