const DAY = 24 * 3600 * 1000;
/** Days after which the part of a score that depends on age has fallen to a third. */
const FADES = 180;
/** Of a score, however old the text is. */
const LASTING = 0.4;

/** A match ranks by how well it matches, and an old one somewhat lower than a new one. */
export function scoreOf(rank: number, at: Date, now: number): number {
  const age = Math.max(0, now - at.getTime()) / DAY;
  return rank * (LASTING + (1 - LASTING) * Math.exp(-age / FADES));
}

export interface Scored {
  score: number;
  /** Decides between equal scores. */
  key: string;
}

const comparedTo = (a: Scored, b: Scored) => b.score - a.score || (a.key < b.key ? 1 : -1);

/** Best first, without those up to the last one of the page before. */
export function ranked<T extends Scored>(matches: T[], after: Scored | null): T[] {
  const sorted = matches.toSorted(comparedTo);
  return after ? sorted.filter((match) => comparedTo(after, match) < 0 && match.key !== after.key) : sorted;
}

/** Levels of the places in the index: steps of 4,096, 65,536 and 1,048,576 comments. */
const LEVELS = [12, 16, 20];
const STEP = 2 ** LEVELS[0]!;
/** The first stretch of comments that is searched. */
const FIRST = 2 * STEP;
/** Matches that a stretch should have: enough for a page, and few enough to read at once. */
const READ = 2500;

/** The next stretch of comments to search, older than `before`: the rarer the matches were, the longer. */
export function nextStretch(
  before: number,
  searched: number,
  matches: number,
): { from: number; places: string } {
  const wanted = searched === 0 ? FIRST : Math.min(16 * searched, (READ * searched) / Math.max(1, matches));
  const from = Math.max(0, Math.floor((before - Math.max(STEP, wanted)) / STEP) * STEP);
  return { from, places: placesOf(from, before) };
}

/** The words of the index for all places in a stretch, as a query: few, because the long steps are used where they fit. */
function placesOf(from: number, before: number): string {
  const places: string[] = [];
  let at = from;
  while (at < before) {
    const level = LEVELS.findLastIndex(
      (bits) => at % 2 ** bits === 0 && (bits === 12 || at + 2 ** bits <= before),
    );
    const size = 2 ** LEVELS[level]!;
    places.push(`'~${level + 1}.${at / size}'`);
    at += size;
  }
  return places.join(' | ');
}
