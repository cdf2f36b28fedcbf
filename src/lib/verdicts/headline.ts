import type { ClaimKind, ClaimOrigin } from './verdict.ts';

/** The claim on the stamp: the score, if a score is stamped; otherwise the first classification. */
export function headlineOf<C extends { kind: ClaimKind; origin: ClaimOrigin }>(verdict: {
  score: unknown;
  claims: C[];
}): C | null {
  const classifications = verdict.claims.filter(({ kind }) => kind === 'classification');
  const scored = verdict.score ? classifications.find(({ origin }) => origin === 'score') : undefined;
  return scored ?? classifications[0] ?? null;
}
