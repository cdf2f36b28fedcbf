import { markup, trusted } from '#lib/ui/markup.ts';

interface Reply {
  id: string;
  author: { username: string };
  html: string;
}

export const headingIdOf = (id: string): string => `author-reply-${id}`;

/** Between the verdict and its thread. `isOnPage`: whether the comment itself is, where a fragment leads to it. */
export function replyMarkup(
  slug: string,
  { id, author: { username }, html }: Reply,
  isOnPage: boolean,
): string {
  const heading = headingIdOf(id);
  // As links.ts of the thread's page has it, which loads this domain.
  const address = `${isOnPage ? '' : `/v/${slug}?comment=${id}`}#c-${id}`;
  return markup`<aside class=author-reply data-author=${username} aria-labelledby=${heading}><h2 id=${heading}>The author’s reply</h2><p><a href="/u/${username}">${username}</a>, author of the paper:</p><div class=body dir=auto>${trusted(html)}</div><p><a href="${address}">Answer it in the discussion</a></p></aside>`
    .text;
}
