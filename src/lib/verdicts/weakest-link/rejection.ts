/** The counted votes of one camp on a claim. A camp agrees, or disagrees, with the verdict's headline claim. */
export interface CampVotes {
  disagree: number;
  total: number;
}

/** Votes that each camp needs on a claim: with fewer, one reader would decide for a camp. */
export const MIN_CAMP = 10;

/**
 * How strongly both camps reject a claim: the product of the shares that disagree, each by Laplace's rule, (D + 1) /
 * (S + 2). Null unless most votes of each camp disagree. Without that condition a claim that nobody rejects would be the
 * weakest of a verdict, and one camp alone could outvote the other: 1 × 0.4 is more than 0.6 × 0.6. With it, the headline
 * claim is never one: all of a camp agree with it. Mirrors the SQL function `rejection_of`.
 */
export function rejectionOf(one: CampVotes, other: CampVotes): number | null {
  return rejects(one) && rejects(other) ? share(one) * share(other) : null;
}

const rejects = ({ disagree, total }: CampVotes) => total >= MIN_CAMP && 2 * disagree > total;
const share = ({ disagree, total }: CampVotes) => (disagree + 1) / (total + 2);

/**
 * Whether the rejection of a claim is computed again, with `votes` on it and `published` when it was computed last: at
 * every ten votes, and from 200 votes at every tenth part of them. What the page shows then never depends on one vote,
 * and the cost of counting all votes is spread over many. Distances count from a multiple of ten, so withdrawing and
 * casting one vote at a threshold changes nothing. Mirrors the SQL function `rejection_due`.
 */
export function isRejectionDue(votes: number, published: number): boolean {
  return Math.abs(votes - published) >= Math.max(TEN, Math.floor(published / 100) * TEN);
}

const TEN = 10;

/** The claim that both camps reject most, as published last; the first of equals; null if there is none. */
export function weakestLinkOf(claims: { id: string; rejection?: number | null }[]): string | null {
  const most = Math.max(...claims.map(({ rejection }) => rejection ?? 0));
  return claims.find(({ rejection }) => rejection === most)?.id ?? null;
}
