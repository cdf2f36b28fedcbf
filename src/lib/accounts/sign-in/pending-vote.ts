/**
 * A vote that was pressed while signed out, carried through sign-in and sign-up in hidden fields, with and without
 * JavaScript. Only in a form's body: a link must not make its reader vote, and a cookie would outlast a reader who
 * leaves without signing in, and then vote as the next one on the same computer.
 */
export interface PendingVote {
  claim: string;
  stance: 'agree' | 'disagree';
}

export function pendingVoteOf({ claim, stance }: Record<string, unknown>): PendingVote | null {
  if (typeof claim !== 'string' || !/^[0-9a-f-]{36}$/i.test(claim)) return null;
  return stance === 'agree' || stance === 'disagree' ? { claim, stance } : null;
}
