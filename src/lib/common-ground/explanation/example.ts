import { hasBadge } from '../badge.ts';
import {
  campScore,
  countOf,
  ENOUGH,
  helpfulBound,
  isJudgedByBoth,
  type CampRatings,
  type Ratings,
} from '../score.ts';

/** The most ratings of one kind that can be chosen. */
export const MOST = 100;

/** A comment that both sides like, one of them less. */
export const EXAMPLE: CampRatings = {
  agree: { helpful: 18, notHelpful: 4 },
  disagree: { helpful: 11, notHelpful: 5 },
};

export interface SideExplained extends Ratings {
  side: keyof CampRatings;
  words: string;
  net: number;
  /** The share of helpful ratings, estimated cautiously. */
  bound: number;
}

export interface Explained {
  sides: [agree: SideExplained, disagree: SideExplained];
  /** Null: too few ratings of one side. */
  score: number | null;
  badge: boolean;
  /** Why it has the badge, or not. */
  reason: string;
}

const WORDS = { agree: 'Readers who agree', disagree: 'Readers who disagree' };

export function explain(ratings: CampRatings): Explained {
  const sideOf = (side: keyof CampRatings): SideExplained => {
    const { helpful, notHelpful } = ratings[side];
    const bound = helpfulBound(ratings[side]);
    return { side, words: WORDS[side], helpful, notHelpful, net: helpful - notHelpful, bound };
  };
  const sides: Explained['sides'] = [sideOf('agree'), sideOf('disagree')];
  const badge = hasBadge(ratings, false);
  return {
    sides,
    score: isJudgedByBoth(ratings) ? campScore(ratings) : null,
    badge,
    reason: reasonOf(ratings, sides, badge),
  };
}

function reasonOf(ratings: CampRatings, sides: SideExplained[], badge: boolean): string {
  if (badge) return 'On both sides, enough more readers find it helpful than not.';
  const few = sides.filter(({ side }) => countOf(ratings[side]) < ENOUGH);
  if (few.length === 2) return 'Hardly any reader of either side has rated it yet.';
  const missing = sides.filter(
    ({ side }) => !hasBadge({ agree: ratings[side], disagree: ratings[side] }, false),
  );
  if (missing.length === 2) return 'On neither side do enough more readers find it helpful than not.';
  return `Among ${missing[0]!.words.toLowerCase()}, too few more find it helpful than not.`;
}
