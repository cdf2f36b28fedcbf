import { callApi, Problem } from '#lib/http/api/api-client.ts';
import { foldComments } from '#lib/discussion/blocked/fold-comments.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { CommentView } from '#lib/live/events.ts';

type Shown = Pick<CommentView, 'id' | 'html' | 'status' | 'author' | 'authorReply'>;

const BLOCK = 'aside.author-reply';

/**
 * Keeps the authors' replies below the verdict current: the text of one that nobody may read any more, or that is no
 * reply any more, goes at once, that of an edited one changes. A new one appears with the next page.
 */
export function followReplies(discussion: Discussion, signal: AbortSignal): void {
  const [first] = document.querySelectorAll<HTMLElement>(BLOCK);
  const around = first?.parentElement;
  if (!around) return;
  const hear = (comment: Shown) => {
    const block = document.querySelector<HTMLElement>(`#author-reply-${comment.id}`)?.closest(BLOCK);
    if (block) updateReply(block, comment);
  };
  discussion.received.add(hear);
  void catchUp(discussion, hear).catch(() => {});
  const unfold = $effect.root(() => {
    $effect(() => {
      const blocked = discussion.mine?.blocked ?? [];
      if (blocked.length > 0) return foldComments(around, blocked);
    });
  });
  signal.addEventListener('abort', () => {
    unfold();
    discussion.received.delete(hear);
  });
}

/** What changed between the rendering of the page and now. */
async function catchUp({ thread }: Discussion, hear: (comment: Shown) => void): Promise<void> {
  for (const { id: heading } of document.querySelectorAll(`${BLOCK} h2`)) {
    const id = heading.slice('author-reply-'.length);
    const known = thread.find(id)?.comment;
    hear(known ?? (await callApi<CommentView>('GET', `/comments/${id}`).catch((fault) => goneOr(fault, id))));
  }
}

function goneOr(fault: unknown, id: string): Shown {
  if (fault instanceof Problem && fault.status === 404)
    return { id, html: null, status: 'removed', author: null };
  throw fault;
}

function updateReply(block: Element, comment: Shown): void {
  if (!isShownAsReply(comment)) return block.remove();
  const body = block.querySelector('.body');
  if (body && body.innerHTML !== comment.html) body.innerHTML = comment.html!;
}

/** As AUTHOR_REPLIES of authorship.store.server.ts. */
export function isShownAsReply({ html, status, author, authorReply }: Omit<Shown, 'id'>): boolean {
  return html !== null && status === 'visible' && author !== null && authorReply === true;
}
