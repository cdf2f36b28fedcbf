// The three orders, and the two ways to give the badge, on a crowd with known truth.
import { factorize, isHelpfulAcross, isOneSided } from '#lib/common-ground/factorization/factorize.ts';
import { hasBadge } from '#lib/common-ground/badge.ts';
import { groundScore, helpfulBound, type CampRatings, type Rated } from '#lib/common-ground/score.ts';
import { shownAfter } from '#lib/common-ground/shown.ts';
import type { Crowd, Rating } from './crowd.ts';

const FIRST = 10;

export interface Outcome {
  /** Share of bridging comments in the first ten. */
  first: Record<Order, number>;
  /** Of the comments with the badge: how many are bridging; of the bridging ones: how many have it. */
  precision: Record<Badge, number>;
  recall: Record<Badge, number>;
}

export type Order = 'wilson' | 'formula' | 'factorization';
/** `vetoed`: the formula’s badge, unless the factorization finds the comment one-sided. */
export type Badge = 'formula' | 'factorization' | 'vetoed';

export function outcomeOf(crowd: Crowd): Outcome {
  const rated = ratedComments(crowd);
  const factors = factorsOf(crowd);
  const share = (scores: number[]) => shareInFirst(crowd, scores);
  const formula = badgesOf(crowd);
  const badges: Record<Badge, boolean[]> = {
    formula,
    factorization: factors.map((each) => each !== null && isHelpfulAcross(each)),
    vetoed: factors.map((each, i) => formula[i]! && !(each && isOneSided(each))),
  };
  const eachBadge = (of: (badges: boolean[]) => number): Record<Badge, number> => ({
    formula: of(badges.formula),
    factorization: of(badges.factorization),
    vetoed: of(badges.vetoed),
  });
  return {
    first: {
      wilson: share(rated.map(({ all }) => helpfulBound(all))),
      formula: share(rated.map((each, i) => groundScore(each, { born: i + 1, credits: 0 }))),
      factorization: share(factors.map((each) => each?.intercept ?? -Infinity)),
    },
    precision: eachBadge((given) => precision(crowd, given)),
    recall: eachBadge((given) => recall(crowd, given)),
  };
}

const isBridging = ({ comments }: Crowd, i: number) => comments[i]!.kind === 'bridging';

function shareInFirst(crowd: Crowd, scores: number[]): number {
  const order = scores.map((score, i) => ({ score, i })).sort((a, b) => b.score - a.score || b.i - a.i);
  return order.slice(0, FIRST).filter(({ i }) => isBridging(crowd, i)).length / FIRST;
}

/** 1 if no comment has the badge: it says nothing wrong. */
function precision(crowd: Crowd, badges: boolean[]): number {
  const given = badges.flatMap((has, i) => (has ? [i] : []));
  return given.length ? given.filter((i) => isBridging(crowd, i)).length / given.length : 1;
}

function recall(crowd: Crowd, badges: boolean[]): number {
  const bridging = crowd.comments.flatMap((_, i) => (isBridging(crowd, i) ? [i] : []));
  return bridging.filter((i) => badges[i]).length / bridging.length;
}

const none = () => ({ helpful: 0, notHelpful: 0 });

function ratedComments(crowd: Crowd): Rated[] {
  const all = crowd.comments.map((): Rated => ({ agree: none(), disagree: none(), all: none() }));
  for (const rating of crowd.ratings) count(all[rating.comment]!, rating, crowd);
  return all;
}

function count(rated: Rated, { reader, helpful }: Rating, { readers }: Crowd): void {
  const { camp } = readers[reader]!;
  for (const ratings of [rated.all, ...(camp ? [rated[camp]] : [])])
    ratings[helpful ? 'helpful' : 'notHelpful']++;
}

/** The badge as readers see it at the end. */
function badgesOf(crowd: Crowd): boolean[] {
  const exact = crowd.comments.map((): Rated => ({ agree: none(), disagree: none(), all: none() }));
  const shown: CampRatings[] = crowd.comments.map(() => ({ agree: none(), disagree: none() }));
  const badges = crowd.comments.map(() => false);
  for (const rating of crowd.ratings) {
    const i = rating.comment;
    count(exact[i]!, rating, crowd);
    const next = shownAfter(shown[i]!, exact[i]!);
    if (next === shown[i]) continue;
    shown[i] = structuredClone({ agree: next.agree, disagree: next.disagree });
    badges[i] = hasBadge(shown[i], badges[i]!);
  }
  return badges;
}

function factorsOf({ comments, ratings }: Crowd): ({ intercept: number; factor: number } | null)[] {
  const result = factorize({
    comments: Int32Array.from(ratings, ({ comment }) => comment),
    raters: Int32Array.from(ratings, ({ reader }) => reader),
    helpful: Uint8Array.from(ratings, ({ helpful }) => Number(helpful)),
  });
  const found = comments.map((): { intercept: number; factor: number } | null => null);
  result.comments.forEach(
    (comment, i) => (found[comment] = { intercept: result.intercepts[i]!, factor: result.factors[i]! }),
  );
  return found;
}
