import type { Role } from '#lib/actor.ts';
import type { CommentView } from '#lib/live/events.ts';

export type CommentInPage = Pick<
  CommentView,
  'id' | 'verdict' | 'parentId' | 'author' | 'html' | 'createdAt'
>;

/** The comments of the loaded page, from their markup (comment-markup.ts). */
export function commentsInPage(): CommentInPage[] {
  const verdict = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const elements = document.querySelectorAll<HTMLElement>('#thread article');
  return [...elements].map((element) => ({
    id: idOf(element),
    verdict,
    parentId: parentOf(element),
    author: authorOf(element),
    html: element.querySelector('.body')?.innerHTML ?? null,
    createdAt: element.querySelector('time')?.dateTime ?? '',
  }));
}

const idOf = (element: Element) => element.id.slice('c-'.length);

function parentOf(element: Element): string | null {
  const above = element.closest('.comment')?.parentElement?.closest('.comment');
  const article = above?.querySelector('article');
  return article ? idOf(article) : null;
}

function authorOf(element: HTMLElement): CommentView['author'] {
  const username = element.dataset.author;
  if (username === undefined) return null;
  return { username, role: (element.querySelector('.tag')?.textContent as Role | undefined) ?? 'reader' };
}
