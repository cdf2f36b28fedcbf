import { leaveCode, type Cookies } from '#lib/http/forms/done-notice.ts';
import { REFUSALS } from '#lib/refusals.ts';

/** What became of a vote that was kept through sign-in; shown once, at its claim. */
export interface VoteOutcome {
  claim: string;
  isCast: boolean;
  message: string;
}

const CAST = 'voted';

/** In the cookie of one-time notices, so that the next page isn't one for everyone. `code`: why it was refused. */
export function leaveVoteOutcome(cookies: Cookies, claim: string, code = CAST): void {
  leaveCode(cookies, `${code} ${claim}`);
}

/** The cookie has codes, so that it can't put other text into the page. */
export function voteOutcomeOf(kept: string | undefined): VoteOutcome | null {
  const [code = '', claim] = kept?.split(' ') ?? [];
  if (!claim) return null;
  if (code === CAST) return { claim, isCast: true, message: 'You’re signed in, and your vote is cast.' };
  if (!Object.hasOwn(REFUSALS, code)) return null;
  const { message } = REFUSALS[code as keyof typeof REFUSALS];
  return { claim, isCast: false, message: `You’re signed in, but your vote wasn’t cast. ${message}` };
}
