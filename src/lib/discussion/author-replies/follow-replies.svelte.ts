import { callApi, Problem } from '#lib/http/api/api-client.ts';
import { foldComments } from '#lib/discussion/blocked/fold-comments.ts';
import {
  elementOf,
  roundHeight,
  type Change,
  type UnseenChanges,
} from '#lib/discussion/unseen/unseen-changes.ts';
import { sectionElements } from '#lib/discussion/passages/article-text.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { CommentView } from '#lib/live/events.ts';
import { headingIdOf, replyMarkup } from './reply-markup.ts';

type Shown = Pick<CommentView, 'id' | 'html' | 'status' | 'author' | 'authorReply'>;

const BLOCK = 'aside.author-reply';
const TAKEN_DOWN = 'This reply was taken down.';
const NO_REPLY = 'This comment isn’t the author’s reply any more.';

/**
 * Keeps the authors' replies below the verdict current without moving anything. The text of one that nobody may read any
 * more, or that is no reply any more, goes at once.
 */
export function followReplies(discussion: Discussion, unseen: UnseenChanges, signal: AbortSignal): void {
  const around = sectionElements().at(-1);
  if (!around) return;
  const added = new Set<HTMLElement>();
  let unfold = () => {};
  const fold = () => {
    unfold();
    const blocked = discussion.mine?.blocked ?? [];
    unfold = blocked.length > 0 ? foldComments(around as HTMLElement, blocked) : () => {};
  };

  const show = (comment: ReplyView): ReturnType<Change> => {
    const block = blockOf(comment.id);
    const body = block?.querySelector('.body');
    if (body) return changeText(body, comment.html);
    return () => {
      const next = elementOf(replyMarkup(discussion.slug, comment, true));
      if (block) block.replaceWith(next);
      else around.append(next);
      added.add(next);
      fold();
      roundHeight(next);
      return () => (block ? next.replaceWith(block) : next.remove());
    };
  };

  const hear = (comment: Shown) => {
    if (isShownAsReply(comment)) return unseen.add(comment.id, () => show(comment));
    const block = blockOf(comment.id);
    if (!block) return unseen.drop(comment.id);
    unseen.add(comment.id, () => () => removeBlock(block));
    if (block.isConnected) empty(block, comment.html === null ? TAKEN_DOWN : NO_REPLY);
  };
  discussion.received.add(hear);
  void catchUp(discussion, hear).catch(() => {});
  const stop = $effect.root(() => {
    $effect(fold);
  });
  signal.addEventListener('abort', () => {
    stop();
    unfold();
    discussion.received.delete(hear);
    for (const block of added) block.remove();
  });
}

const blockOf = (id: string) => document.getElementById(headingIdOf(id))?.closest<HTMLElement>(BLOCK) ?? null;

/** What changed between the rendering of the page and now. */
async function catchUp({ thread }: Discussion, hear: (comment: Shown) => void): Promise<void> {
  for (const { id: heading } of document.querySelectorAll(`${BLOCK} h2`)) {
    const id = heading.slice(headingIdOf('').length);
    const known = thread.find(id)?.comment;
    hear(known ?? (await callApi<CommentView>('GET', `/comments/${id}`).catch((fault) => goneOr(fault, id))));
  }
}

function goneOr(fault: unknown, id: string): Shown {
  if (fault instanceof Problem && fault.status === 404)
    return { id, html: null, status: 'removed', author: null };
  throw fault;
}

function changeText(body: Element, html: string): ReturnType<Change> {
  const before = body.innerHTML;
  if (before === html) return null;
  return () => {
    body.innerHTML = html;
    return () => (body.innerHTML = before);
  };
}

function removeBlock(block: HTMLElement): () => void {
  const { parentNode, nextSibling } = block;
  block.remove();
  return () => parentNode!.insertBefore(block, nextSibling);
}

/** The reader sees it: it keeps its place until they don't. */
function empty(block: HTMLElement, text: string): void {
  const heading = block.querySelector('h2')!;
  const says = document.createElement('p');
  says.textContent = text;
  block.style.height = `${block.offsetHeight}px`;
  block.replaceChildren(heading, says);
}

type ReplyView = Shown & { html: string; author: NonNullable<Shown['author']> };

/** As AUTHOR_REPLIES of authorship.store.server.ts. */
export function isShownAsReply(comment: Shown): comment is ReplyView {
  const { html, status, author, authorReply } = comment;
  return html !== null && status === 'visible' && author !== null && authorReply === true;
}
