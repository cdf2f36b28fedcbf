import type { Role } from '#lib/actor.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Scope } from './query.ts';

export interface SearchItem {
  kind: 'verdict' | 'comment';
  verdict: { slug: string; title: string };
  comment?: CommentView;
  /** HTML: escaped text with `<mark>`. */
  excerpt: string;
}

export interface SearchResult {
  items: SearchItem[];
  next: string | null;
  /** What was searched: `in:` in the query counts more than the parameter. */
  in: Scope | null;
  /** On the first page: whose name is like the query. */
  people: { username: string; role: Role }[];
  /** The items are of this query, because the one given has a typo and finds nothing. */
  corrected: string | null;
  /** Sentences: what was left out of the query, and why. */
  hints: string[];
}
