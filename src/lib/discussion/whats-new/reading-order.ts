import type { Sort } from '#lib/discussion/comment.ts';
import type { NewComment } from './new-comments.ts';

type Ranked = NewComment & { score: number; groundScore: number };

/** The order in which a page sorted by `sort` shows them. */
export function inReadingOrder(comments: Ranked[], sort: Sort): Ranked[] {
  const byRoot = ORDERS[sort];
  return comments.toSorted((a, b) => {
    const [one, other] = [rootOf(a), rootOf(b)];
    return one === other ? compare(a.path, b.path) : byRoot({ ...a, path: one }, { ...b, path: other });
  });
}

const ORDERS: Record<Sort, (a: Ranked, b: Ranked) => number> = {
  newest: (a, b) => compare(b.path, a.path),
  oldest: (a, b) => compare(a.path, b.path),
  top: (a, b) => b.score - a.score || compare(b.path, a.path),
  'common-ground': (a, b) => b.groundScore - a.groundScore || compare(b.path, a.path),
};

export const rootOf = ({ path }: Pick<NewComment, 'path'>): string => path.slice(0, 8);

/** Hex digits, byte by byte. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
