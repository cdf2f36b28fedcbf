/** Upheld: the verdict stays as it is. The other two need a new version, or a retraction. */
export const CHALLENGE_OUTCOMES = ['upheld', 'amended', 'withdrawn'] as const;
export type ChallengeOutcome = (typeof CHALLENGE_OUTCOMES)[number];
export type ChallengeState = ChallengeOutcome | 'open';

/** Characters: a paragraph. */
export const NOTE_MAX = 1000;

export const OUTCOME_LABELS: Record<ChallengeOutcome, string> = {
  upheld: 'Verdict upheld',
  amended: 'Verdict amended',
  withdrawn: 'Passage withdrawn',
};

export const OUTCOME_HINTS: Record<ChallengeOutcome, string> = {
  upheld: 'The verdict stays as it is.',
  amended: 'A new version changes the passage or the claim.',
  withdrawn: 'A new version drops the passage or the claim, or the verdict is retracted.',
};
