import { foldSearch } from '#lib/verdicts/list/fold-search.ts';

/** A word, or words one after the other. */
export interface Term {
  text: string;
  excluded: boolean;
}

export const SCOPES = ['verdicts', 'comments'] as const;
export type Scope = (typeof SCOPES)[number];

export interface SearchQuery {
  /** Alternatives. In each, every term must match. */
  groups: Term[][];
  from: string | null;
  source: string | null;
  in: Scope | null;
  /** `is:removed` */
  removed: boolean;
  /** Why the search finds less than what was typed. */
  hints: Hint[];
}

export type Hint = 'only-excluded' | 'no-words' | 'too-many-words';

export const MAX_QUERY = 200;
/** Each term is looked up in the index. Nobody types more, except by pasting a paragraph. */
export const MAX_TERMS = 24;

const TOKEN = /(-?)(?:(from|source|in|is):)?(?:"([^"]*)"?|([^\s"]+))/gi;

/** What English sentences have anywhere. Left out, unless a search has nothing else or has them in quotes. */
const COMMON = new Set(
  `a about all also am an and any are as at be because been but by can could did do does for from had has have he her his
  how i if in into is it its just me more my no not of on or our she should so some than that the their them then there
  these they this to too was we were what when which who why will with would you your`.split(/\s+/),
);

/** Something that `search_fold` of the migration keeps: without a word, a query would find everything. */
const HAS_WORD = /(?![\u02b9-\u02ff\u0640\u2000-\u2bff\u2e00-\u2e7f])[\p{L}\p{N}\u{1f300}-\u{1faff}]/u;

/** As `websearch_to_tsquery` reads it: quotes, `-` and `or`; and the operators `from:`, `source:`, `in:`, `is:removed`. */
export function parseQuery(typed: string): SearchQuery {
  const query: SearchQuery = {
    ...{ groups: [], from: null, source: null, in: null, removed: false },
    hints: [],
  };
  const common: Term[] = [];
  let group: Term[] = [];
  let count = 0;
  const close = () => {
    if (group.length > 0) query.groups.push(group);
    group = [];
  };
  for (const [, minus, operator, quoted, bare] of foldSearch(typed).matchAll(TOKEN)) {
    const text = (quoted ?? bare ?? '').trim();
    if (operator && !minus && applyOperator(query, operator.toLowerCase(), text)) continue;
    if (bare?.toLowerCase() === 'or' && !minus && !operator) close();
    else if (HAS_WORD.test(text)) {
      const term = { text: operator ? `${operator} ${text}` : text, excluded: minus === '-' };
      if (isCommon(bare, operator, term)) common.push(term);
      else if (count++ < MAX_TERMS) group.push(term);
    }
  }
  close();
  return withoutEmptyGroups(query, common.slice(0, MAX_TERMS), count);
}

const isCommon = (bare: string | undefined, operator: string | undefined, { excluded }: Term) =>
  bare !== undefined && !operator && !excluded && COMMON.has(bare.toLowerCase().replace(/^\W+|\W+$/g, ''));

/** False: the value is none that the operator has, so it is searched for as text. */
function applyOperator(query: SearchQuery, operator: string, value: string): boolean {
  const word = value.trim().toLowerCase();
  if (word === '') return true;
  if (operator === 'from') query.from = value.trim().replace(/^@/, '');
  else if (operator === 'source') query.source = value.trim();
  else if (operator === 'in' && SCOPES.some((scope) => scope === word)) query.in = word as Scope;
  else if (operator === 'is' && word === 'removed') query.removed = true;
  else return false;
  return true;
}

/** An alternative that only excludes would find nearly everything. */
function withoutEmptyGroups(query: SearchQuery, common: Term[], count: number): SearchQuery {
  const groups = query.groups.filter((group) => group.some(({ excluded }) => !excluded));
  const excluded = query.groups.flat();
  if (groups.length === 0 && common.length > 0) groups.push([...common, ...excluded]);
  const hints: Hint[] = [];
  if (groups.length === 0 && excluded.length > 0) hints.push('only-excluded');
  else if (groups.length === 0 && !hasFilter(query)) hints.push('no-words');
  if (count > MAX_TERMS) hints.push('too-many-words');
  return { ...query, groups, hints };
}

export function hasFilter({ from, source, removed }: SearchQuery): boolean {
  return from !== null || source !== null || removed;
}

/** The words of a query without operators, exclusions and alternatives: what may be a part of a title, or a typo. */
export function plainText({ groups }: SearchQuery): string | null {
  const [terms, ...others] = groups;
  if (!terms || others.length > 0 || terms.some(({ excluded }) => excluded)) return null;
  return terms.map(({ text }) => text).join(' ');
}
