import { markup, type Markup } from '#lib/ui/markup.ts';
import { newNumber } from './new-comments.ts';

/** For browsers without scripts. */
export interface NewsMarkup {
  /** How many comments are new, with links to them and a form. */
  bar: string;
  /** What the bylines of new comments gain, by id. */
  marks: Record<string, string>;
}

interface News {
  slug: string;
  seq: number;
  /** Of the page. */
  items: { id: string }[];
  action: string;
  count: number;
  since: string;
  /** Of the new comments, in reading order. */
  ids: string[];
}

export function newsMarkup(news: News): NewsMarkup {
  const { slug, seq, items, action, count, since, ids } = news;
  const onPage = new Set(items.map(({ id }) => id));
  const linkTo = (id: string | undefined, words: string) =>
    id !== undefined &&
    markup`<a href="${onPage.has(id) ? '' : `/v/${slug}?comment=${id}`}#c-${id}">${words}</a>`;
  const bar = markup`<noscript><div class="news" role="region" aria-label="New comments"><p><b>${newNumber(count)} new</b> ${since}</p>${linkTo(ids[0], 'First new comment')}<form method="post" action="${action}"><input type="hidden" name="seq" value="${seq}"><button>Mark all as read</button></form></div></noscript>`;
  const marks = ids.map((id, i): [string, Markup] => [
    id,
    markup`<span class=new>New</span>${linkTo(ids[i - 1], 'Previous new')}${linkTo(ids[i + 1], 'Next new')}`,
  ]);
  return { bar: bar.text, marks: Object.fromEntries(marks.map(([id, { text }]) => [id, text])) };
}
