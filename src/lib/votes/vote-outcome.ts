import { leaveCode, type Cookies } from '#lib/http/forms/done-notice.ts';
import { REFUSALS } from '#lib/refusals.ts';

/** What became of a vote that was kept through sign-in, or of one from a plain form; shown once, at its claim. */
export interface VoteOutcome {
  claim: string;
  isCast: boolean;
  message: string;
}

const CAST = 'voted';
export const CHANGED = 'changed';

const CHANGED_MESSAGE =
  'You changed your vote. Did a comment change your mind? Press “More” at the comment, then “This changed my mind”.';

/** In the cookie of one-time notices, so that the next page isn't one for everyone. `code`: why it was refused. */
export function leaveVoteOutcome(cookies: Cookies, claim: string, code = CAST): void {
  leaveCode(cookies, `${code} ${claim}`);
}

/** The cookie has codes, so that it can't put other text into the page. */
export function voteOutcomeOf(kept: string | undefined): VoteOutcome | null {
  const [code = '', claim] = kept?.split(' ') ?? [];
  if (!claim) return null;
  if (code === CAST) return { claim, isCast: true, message: 'You’re signed in, and your vote is cast.' };
  if (code === CHANGED) return { claim, isCast: true, message: CHANGED_MESSAGE };
  if (!Object.hasOwn(REFUSALS, code)) return null;
  const { message } = REFUSALS[code as keyof typeof REFUSALS];
  return { claim, isCast: false, message: `You’re signed in, but your vote wasn’t cast. ${message}` };
}
