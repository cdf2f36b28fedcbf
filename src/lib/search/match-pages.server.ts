import { readEnd, readMatches, type CommentMatch } from './comment-search.store.server.ts';
import { wordsOf } from './excerpt.ts';
import { nextStretch, ranked, scoreOf, type Scored } from './ranking.ts';
import { plainText } from './query.ts';
import type { SearchPosition } from './search-input.ts';
import type { Search } from './search.server.ts';
import type { Match } from './show-items.server.ts';
import { readVerdictIdsOf, readVerdictMatches } from './verdict-search.store.server.ts';

interface Page<End> {
  matches: Match[];
  /** Null: there are no more. */
  end: End | null;
}

/** Of comments: the newest matches that are ranked together. Older ones follow on the next pages, ranked together too. */
const RANKED = 300;
/**
 * Rows with all words that one request reads. Of words that are all common but never meet in a phrase, or whose comments
 * aren't readable, more could match; the cursor goes on from there.
 */
const MOST_CANDIDATES = 4000;
/** Comments that one request passes over, times its further words: of many common words, each has a long list to compare. */
const MOST_COMPARED = 3_000_000;

export async function verdictPage(
  { query, actor, position, sort }: Search,
  { now, most }: { now: number; most: number },
): Promise<Page<NonNullable<SearchPosition['v']>>> {
  const found = await readVerdictMatches({ ...query, part: plainText(query) }, actor);
  const scored = found.map(({ id, listedAt, rank }) => ({
    ...{ kind: 'verdict' as const, id, key: id },
    score: sort === 'newest' ? listedAt.getTime() : scoreOf(rank || 1, listedAt, now),
  }));
  const after = position?.v ? { score: position.v.s, key: position.v.k } : null;
  const rest = ranked(scored, after);
  const matches = rest.slice(0, most);
  const last = rest.length > most ? matches.at(-1) : undefined;
  return { matches, end: last ? { s: last.score, k: last.key } : null };
}

export async function commentPage(
  asked: Search,
  { now, most }: { now: number; most: number },
): Promise<Page<NonNullable<SearchPosition['c']>>> {
  const { query, position, sort } = asked;
  const at = position?.c;
  let after: Scored | null = at?.s === undefined ? null : { score: at.s, key: at.k ?? '' };
  // Each stretch above the last comment would be searched.
  let start: number = Math.min(at?.w ?? Infinity, await readEnd());
  const verdicts = query.source === null ? null : await readVerdictIdsOf(query.source);
  const page: (Match & Scored)[] = [];
  let budget = MOST_CANDIDATES;
  while (start > 0 && budget > 0) {
    const read = await readNewest(asked, {
      verdicts,
      start,
      budget,
      // One more than the page shows whether there is a next one.
      most: sort === 'newest' ? most + 1 : RANKED,
    });
    budget -= read.candidates;
    const scored = read.matches.map((match) => scoredComment(match, { sort, now }));
    const rest = ranked(scored, after);
    page.push(...rest.slice(0, most - page.length));
    const last = page.at(-1);
    if (last && page.length === most) {
      const more = rest.at(-1) !== last || read.end > 0;
      return { matches: page, end: more ? endAfter(last, { sort, start }) : null };
    }
    [start, after] = [read.end, null];
    if (read.matches.length < RANKED) break;
  }
  return { matches: page, end: start > 0 ? { w: start } : null };
}

/** The newest are already in the order of their places; the ranked ones of a stretch are ranked again for the next page. */
const endAfter = ({ score, key }: Scored, { sort, start }: { sort: string; start: number }) =>
  sort === 'newest' ? { w: score } : { w: start, s: score, k: key };

function scoredComment(
  { n, id, createdAt, rank }: CommentMatch,
  { sort, now }: { sort: string; now: number },
) {
  const score = sort === 'newest' ? n : scoreOf(rank || 1, createdAt, now);
  return { kind: 'comment' as const, id, score, key: id };
}

/** The newest matches below `start`. `end`: all matches from there on are read; 0: all there are. */
async function readNewest(
  { query, author, actor }: Search,
  {
    verdicts,
    start,
    budget,
    most,
  }: { verdicts: string[] | null; start: number; budget: number; most: number },
): Promise<{ matches: CommentMatch[]; candidates: number; end: number }> {
  const matches: CommentMatch[] = [];
  const sought = { groups: query.groups, removed: query.removed, author, verdicts };
  let before = start;
  let candidates = 0;
  let searched = { rows: 0, matches: 0 };
  const furtherWords = query.groups.flat().flatMap(({ text }) => wordsOf(text)).length - 1;
  const comparable = () => (start - before) * furtherWords <= MOST_COMPARED;
  while (before > 0 && matches.length < most && candidates < budget && comparable()) {
    const { from, places } = query.removed
      ? { from: 0, places: nextStretch(before, before, 0).places }
      : nextStretch(before, searched.rows, searched.matches);
    const read = await readMatches(sought, { before, places }, { actor, most: most - matches.length });
    matches.push(...read.matches);
    candidates += read.candidates;
    searched = { rows: before - from, matches: read.candidates };
    before = matches.length === most ? matches.at(-1)!.n : from;
  }
  return { matches, candidates, end: before };
}
