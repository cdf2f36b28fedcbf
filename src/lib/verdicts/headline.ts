import type { ClaimKind, ClaimOrigin } from './verdict.ts';

interface Stamped<C> {
  score: unknown;
  claims: C[];
}

interface Claimed {
  kind: ClaimKind;
  origin: ClaimOrigin;
}

/** The claim on the stamp: the score, if a score is stamped; otherwise the first classification. */
export function headlineOf<C extends Claimed>(verdict: Stamped<C>): C | null {
  const classifications = verdict.claims.filter(({ kind }) => kind === 'classification');
  const scored = verdict.score ? classifications.find(({ origin }) => origin === 'score') : undefined;
  return scored ?? classifications[0] ?? null;
}

/** Votes on the headline claim of the side with fewer. */
export function smallerCampOf(verdict: Stamped<Claimed & { agree: number; disagree: number }>): number {
  const headline = headlineOf(verdict);
  return headline ? Math.min(headline.agree, headline.disagree) : 0;
}

/** So that the vote below the stamp is on what is stamped. */
export function headlineFirst<V extends Stamped<Claimed>>(verdict: V): V {
  const headline = headlineOf(verdict);
  const others = verdict.claims.filter((claim) => claim !== headline);
  return headline ? { ...verdict, claims: [headline, ...others] } : verdict;
}
