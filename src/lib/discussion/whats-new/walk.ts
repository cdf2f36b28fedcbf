import type { NewComment } from './new-comments.ts';
import { rootOf } from './reading-order.ts';

/** Leads through the new comments in the order in which the page shows them, each once. */
export class Walk {
  readonly #ids = new Set<string>();
  #at: NewComment | null = null;

  /** How many have been visited. */
  get visited(): number {
    return this.#ids.size;
  }

  /** The next one that hasn't been visited: below the current one, otherwise from the top. `roots`: see `inPageOrder`. */
  next(marked: Iterable<NewComment>, roots: string[]): NewComment | undefined {
    const { order, at } = this.#place(marked, roots);
    const left = (comment: NewComment) => !this.#ids.has(comment.id);
    return this.#go(order.slice(at + 1).find(left) ?? order.find(left));
  }

  previous(marked: Iterable<NewComment>, roots: string[]): NewComment | undefined {
    const { order, at } = this.#place(marked, roots);
    return at > 0 ? this.#go(order[at - 1]) : undefined;
  }

  #place(marked: Iterable<NewComment>, roots: string[]) {
    const here = this.#at;
    const all = [...marked];
    // It may be no longer marked.
    if (here && !all.some(({ id }) => id === here.id)) all.push(here);
    const order = inPageOrder(all, roots);
    return { order, at: order.findIndex(({ id }) => id === here?.id) };
  }

  #go(to: NewComment | undefined): NewComment | undefined {
    if (!to) return undefined;
    this.#at = to;
    this.#ids.add(to.id);
    return to;
  }
}

/**
 * `roots`: the creation seqs of the page's top-level comments from the top, 8 hex digits each. Threads that aren't on the
 * page come after them, in the order given.
 */
export function inPageOrder(comments: NewComment[], roots: string[]): NewComment[] {
  const ranks = new Map(roots.map((root, rank) => [root, rank]));
  for (const comment of comments) {
    const root = rootOf(comment);
    if (!ranks.has(root)) ranks.set(root, ranks.size);
  }
  const rankOf = (comment: NewComment) => ranks.get(rootOf(comment))!;
  return comments.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : Number(a.path > b.path)),
  );
}
