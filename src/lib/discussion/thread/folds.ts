import type { Discussion } from './discussion.svelte.ts';

/** Collapsed threads of one verdict that a tab remembers: the last ones. */
export const MAX_FOLDS = 200;

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

const keyOf = (slug: string) => `folds.${slug}`;

/** The ids of the comments that this tab has collapsed: they stay so after a reload, Back, or a resync. */
export function foldsOf(slug: string, memory?: Memory): string[] {
  try {
    return (memory ?? sessionStorage).getItem(keyOf(slug))?.split(' ') ?? [];
  } catch {
    // The browser keeps nothing for this site.
    return [];
  }
}

/** Except around the comment that the address leads to. */
export function restoreFolds(discussion: Discussion, addressed: string): void {
  const node = discussion.thread.find(addressed);
  const open = node ? discussion.thread.chain(node).map(({ comment }) => comment.id) : [];
  discussion.fold(foldsOf(discussion.slug).filter((id) => !open.includes(id)));
}

export function rememberFold(slug: string, id: string, isCollapsed: boolean, memory?: Memory): void {
  const others = foldsOf(slug, memory).filter((other) => other !== id);
  const folds = isCollapsed ? [...others, id] : others;
  try {
    (memory ?? sessionStorage).setItem(keyOf(slug), folds.slice(-MAX_FOLDS).join(' '));
  } catch {
    // As above.
  }
}
