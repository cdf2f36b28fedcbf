import { countOf, type CampRatings, type Ratings } from './score.ts';

/** Helpful ratings of each camp beyond its not helpful ones. */
const NET = 4;
const KEPT_NET = 2;
/** Of all ratings of the camp, so that four more among a thousand don't suffice; from this many on they do. */
const SHARE = 0.05;
const MANY = 10;

/**
 * Whether a comment has the badge "Helpful to both sides". Once earned it stays until a camp finds it barely helpful, so
 * that it doesn't come and go with single ratings. Also in SQL: `ground_badge`.
 */
export function hasBadge({ agree, disagree }: CampRatings, had: boolean): boolean {
  const holds = had ? keeps : earns;
  return holds(agree) && holds(disagree);
}

function earns(ratings: Ratings): boolean {
  const net = netOf(ratings);
  return net >= NET && (net >= MANY || net >= SHARE * countOf(ratings));
}

const keeps = (ratings: Ratings): boolean => netOf(ratings) >= KEPT_NET;

const netOf = ({ helpful, notHelpful }: Ratings): number => helpful - notHelpful;
