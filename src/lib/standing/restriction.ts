import type { RefusalCode } from '#lib/refusal.ts';

/** `everything` also signs the reader out. Signed in again, they may still read, withdraw comments and appeal. */
export const RESTRICTION_SCOPES = ['comment', 'vote', 'everything'] as const;
export type RestrictionScope = (typeof RESTRICTION_SCOPES)[number];

export interface Restriction {
  scope: RestrictionScope;
  until: Date | null;
  reason: string;
}

/** Reporting is only blocked by `everything`. */
export type Act = 'comment' | 'vote' | 'report';

const ACTS: Record<Act, string> = { comment: 'comment', vote: 'vote or rate', report: 'report' };

export function holds({ scope, until }: Restriction, act: Act, now: Date): boolean {
  const running = until === null || until.getTime() > now.getTime();
  return running && (scope === act || scope === 'everything');
}

/** The longest restriction that blocks `act` now, as a refusal; or null. */
export function heldBack(
  restrictions: Restriction[],
  act: Act,
  now: Date,
): { code: RefusalCode; message: string; until: Date | null } | null {
  const end = ({ until }: Restriction) => until?.getTime() ?? Infinity;
  const [longest] = restrictions.filter((each) => holds(each, act, now)).sort((a, b) => end(b) - end(a));
  if (!longest) return null;
  const until = longest.until === null ? 'permanently' : `until ${inUtc(longest.until)}`;
  return {
    code: 'restricted',
    message: `You can’t ${ACTS[act]} here ${until}. See your notices for the reason and how to appeal.`,
    until: longest.until,
  };
}

function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
