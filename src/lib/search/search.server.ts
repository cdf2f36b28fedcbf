import { isModerator } from '#lib/actor.ts';
import { skeletonOf } from '#lib/accounts/username.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { spend } from '#lib/limits.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { showItems, type Match } from './show-items.server.ts';
import { findCorrection } from './find-correction.server.ts';
import { commentPage, verdictPage } from './match-pages.server.ts';
import { hasFilter, MAX_TERMS, parseQuery, plainText, type Hint, type SearchQuery } from './query.ts';
import { searchCursor, type SearchInput, type SearchPosition } from './search-input.ts';
import type { SearchResult } from './search-view.ts';
import { readSimilarTitles } from './verdict-search.store.server.ts';
import { readPeople, readPersonId } from './words.store.server.ts';

export interface Search extends RequestContext {
  query: SearchQuery;
  sort: SearchInput['sort'];
  limit: number;
  /** The id of `from:`. */
  author: string | null;
  position: SearchPosition | null;
}

/** Of a page about both. Verdicts are few, and comments are what most pages have. */
const VERDICTS_AMONG_COMMENTS = 5;
/** Below this, titles that are spelled similarly are added. */
const FEW = 3;

const HINTS: Record<Hint, string> = {
  'only-excluded': 'Add a word to search for: the search only says what to leave out.',
  'no-words': 'Type a word to search for.',
  'too-many-words': `Only the first ${MAX_TERMS} words are searched for.`,
};

/** @throws Refusal `rate-limited`, `invalid-input` (cursor) */
export async function search(
  input: SearchInput,
  { address, ...context }: RequestContext & { address: string },
): Promise<SearchResult> {
  await spend('search', context.actor?.id ?? networkOf(address));
  const { query, hints, author } = await understand(input, context);
  const position = searchCursor.read(input.cursor);
  const empty = { items: [], next: null, in: query.in, people: [], corrected: null, hints };
  if (author === 'unknown' || (query.groups.length === 0 && !hasFilter(query))) return empty;
  const asked: Search = { ...context, query, author, position, sort: input.sort, limit: input.limit };
  const found = await findPage(asked);
  if (position) return { ...empty, ...found };
  const text = plainText(query);
  const [people, corrected] = await Promise.all([
    text === null ? [] : findPeople(text),
    found.items.length > 0 || text === null ? null : findCorrected(asked, text),
  ]);
  return { ...empty, ...found, ...corrected, people };
}

/** The query with what doesn't apply to this actor left out, and sentences about it. */
async function understand(input: SearchInput, { actor }: RequestContext) {
  const parsed = parseQuery(input.q ?? '');
  const hints = parsed.hints.map((hint) => HINTS[hint]);
  const query = { ...parsed, in: parsed.in ?? input.in ?? null };
  if (query.removed && !isModerator(actor)) {
    query.removed = false;
    hints.push('Only moderators can search removed comments, so is:removed is ignored.');
  }
  // An author, and the status of a comment, are nothing that a verdict has.
  if (query.from !== null || query.removed) query.in = 'comments';
  const author = query.from === null ? null : ((await readPersonId(skeletonOf(query.from))) ?? 'unknown');
  if (author === 'unknown') hints.push(await unknownName(query.from!));
  return { query, hints, author };
}

async function unknownName(name: string): Promise<string> {
  const [similar] = await findPeople(name);
  return `Nobody here is called ${name}.${similar ? ` Did you mean from:${similar.username}?` : ''}`;
}

const NAME = /^[\w-]{2,24}$/;

async function findPeople(text: string): Promise<SearchResult['people']> {
  if (!NAME.test(text)) return [];
  const people = await readPeople(text, skeletonOf(text));
  return people.map(({ username, role }) => ({ username, role }));
}

async function findPage(asked: Search): Promise<Pick<SearchResult, 'items' | 'next'>> {
  const { position, query, sort, limit } = asked;
  const now = position?.t ?? asked.now.getTime();
  const most = query.in === null ? Math.min(VERDICTS_AMONG_COMMENTS, limit) : limit;
  const verdicts =
    query.in === 'comments' || position?.v === null ? NONE : await verdictPage(asked, { now, most });
  const similar = await similarTitles(asked, verdicts.matches);
  const above = [...verdicts.matches, ...similar].slice(0, limit);
  const rest = limit - above.length;
  const comments =
    query.in === 'verdicts' || position?.c === null ? NONE : await commentsBelow(asked, now, rest);
  const items = await showItems([...above, ...comments.matches], asked);
  const [v, c] = [verdicts.end, comments.end];
  return { items, next: v || c !== null ? searchCursor.write({ sort, t: now, v, c }) : null };
}

const NONE = { matches: [], end: null };

/** Without room, they begin on the next page. */
function commentsBelow(asked: Search, now: number, most: number) {
  return most > 0 ? commentPage(asked, { now, most }) : { matches: [], end: asked.position?.c };
}

/** Verdicts by a title with a typo. */
async function similarTitles({ query, actor, position }: Search, found: Match[]): Promise<Match[]> {
  const text = plainText(query);
  if (position || query.in === 'comments' || found.length >= FEW || text === null || query.source !== null)
    return [];
  const ids = await readSimilarTitles(text, actor);
  return ids.filter((id) => !found.some((match) => match.id === id)).map((id) => ({ kind: 'verdict', id }));
}

/** What the query finds once its typos are corrected. Nothing is suggested that finds nothing for this actor. */
async function findCorrected(asked: Search, text: string): Promise<Partial<SearchResult>> {
  const corrected = await findCorrection(text);
  if (corrected === null) return {};
  const query = { ...asked.query, groups: parseQuery(corrected).groups };
  const { items } = await findPage({ ...asked, query });
  return items.length > 0 ? { items, corrected } : {};
}
