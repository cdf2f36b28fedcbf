import { markup } from '#lib/ui/markup.ts';
import type { Sort } from '#lib/discussion/comment.ts';
import { firstComments } from './links.ts';

const TABS: { sort: Sort; words: string }[] = [
  { sort: 'common-ground', words: 'Common ground' },
  { sort: 'newest', words: 'Newest' },
  { sort: 'oldest', words: 'Oldest' },
  { sort: 'top', words: 'Top' },
];

/** Links to the orders of the thread. Written on the server to keep it out of the page's JavaScript. */
export function sortTabs(slug: string, { sort, usual }: { sort: Sort; usual: Sort }): string {
  const tabs = TABS.map(({ sort: each, words }) => {
    const current = each === sort && markup` aria-current=true`;
    return markup`<a href="${firstComments(slug, each === usual ? null : each)}"${current} data-sveltekit-noscroll>${words}</a>`;
  });
  const why =
    sort === 'common-ground' && markup`<a class=why href="/about/common-ground">Why this order?</a>`;
  return markup`<nav class=orders aria-label="Order of comments">${tabs}</nav>${why}`.text;
}
