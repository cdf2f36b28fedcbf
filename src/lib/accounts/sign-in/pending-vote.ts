/**
 * A vote that was pressed while signed out, carried through sign-in and sign-up in hidden fields, with and without
 * JavaScript. Only in a form's body: a link must not make its reader vote, and a cookie would outlast a reader who
 * leaves without signing in, and then vote as the next one on the same computer.
 */
export interface PendingVote {
  claim: string;
  stance: 'agree' | 'disagree';
  /** The verdict whose votes the reader asked to see before: such a vote isn't blind. */
  peeked?: string;
}

export function pendingVoteOf({ claim, stance, peeked }: Record<string, unknown>): PendingVote | null {
  if (typeof claim !== 'string' || !/^[0-9a-f-]{36}$/i.test(claim)) return null;
  if (stance !== 'agree' && stance !== 'disagree') return null;
  return { claim, stance, ...(typeof peeked === 'string' && peeked !== '' ? { peeked } : {}) };
}
