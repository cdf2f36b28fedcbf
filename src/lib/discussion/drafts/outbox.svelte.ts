import { callApi, NoResponse, Problem } from '#lib/http/api/api-client.ts';
import type { Anchor, CommentView } from '#lib/live/events.ts';
import { messageOf } from './message-of.ts';
import { placeBelow } from '#lib/discussion/posting/placement.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { draftPlace } from './keys.ts';
import { putDraft } from './saved-drafts.ts';
import { newNonce } from './storage.ts';
import { removeUnsent, saveUnsent, takeOldTexts, unsentOn, type UnsentComment } from './unsent.ts';

/** Seconds of Retry-After up to which the page just says when the comment is sent again. */
const MAX_SHOWN_WAIT = 20;
/** Seconds of Retry-After from which the text waits in its composer instead: no one leaves a page open for that long. */
const LONG_WAIT = 3600;

/** `delivered` settles with the first answer, or without one. */
export interface Sent {
  node: CommentNode;
  delivered: Promise<void>;
}

const GONE = 'A comment that you sent was withdrawn or removed in the meantime. It isn’t sent again.';

/**
 * Sends the reader's comments. Each is shown at once; the response or a live message confirms it. Without an answer it is
 * sent again, on a later page too. A refused one returns to its composer, and is never sent again by itself.
 */
export class Outbox {
  readonly #discussion: Discussion;
  readonly #unsent = new Map<string, { node: CommentNode; unsent: UnsentComment }>();

  constructor(discussion: Discussion) {
    this.#discussion = discussion;
    takeOldTexts();
  }

  /** Null: nobody is signed in. */
  post(body: string, parentId: string | null, nonce = newNonce(), anchor: Anchor | null = null): Sent | null {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return null;
    const at = new Date().toISOString();
    const unsent = { nonce, slug, parentId, body, anchor, username: viewer.username, at };
    saveUnsent(unsent);
    return this.#send(unsent);
  }

  /** Sends again what an earlier page sent without an answer, with the same nonce. */
  resume(): void {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return;
    for (const unsent of unsentOn(slug, viewer.username)) {
      if (this.#unsent.has(unsent.nonce)) continue;
      const arrived = this.#discussion.thread.findByNonce(unsent.nonce);
      if (arrived) removeUnsent(unsent.nonce);
      else this.#send(unsent);
    }
  }

  /** Someone else is signed in now, who must not send it. It stays saved for its author. */
  forgetUnsent(): void {
    this.#unsent.clear();
  }

  /** After a reconnection: sends again what failed without a response. */
  retryAll(): void {
    for (const { node, unsent } of this.#unsent.values())
      if (node.sending?.state === 'failed') this.#send(unsent);
  }

  retry(node: CommentNode): void {
    const saved = this.#unsent.get(node.comment.nonce ?? '');
    if (saved) this.#send(saved.unsent);
  }

  /** Removes an unsent comment and returns its text to its composer, or to the top one if the parent is gone. */
  restoreDraft(node: CommentNode, fault = ''): void {
    const saved = this.#unsent.get(node.comment.nonce ?? '');
    if (!saved) return;
    const { nonce, slug, body, username, anchor } = saved.unsent;
    this.#drop(nonce);
    const parent = this.#parentOf(saved.unsent);
    const place = draftPlace(slug, parent?.comment.id ?? null);
    const draft = { text: body, at: Date.now(), fault, nonce, anchor: anchor ?? undefined };
    putDraft(username, place, { writer: nonce, ...draft });
    if (parent) parent.form = 'reply';
    this.#discussion.restoredDrafts += 1;
  }

  discard(node: CommentNode): void {
    this.#drop(node.comment.nonce ?? '');
  }

  #parentOf({ parentId }: UnsentComment): CommentNode | null {
    const parent = parentId === null ? undefined : this.#discussion.thread.find(parentId);
    return parent?.comment.status === 'visible' ? parent : null;
  }

  #send(unsent: UnsentComment): Sent {
    const node = this.#discussion.addPending(pendingView(unsent, this.#discussion));
    node.sending = { state: 'sending' };
    this.#unsent.set(unsent.nonce, { node, unsent });
    return { node, delivered: this.#deliver(unsent, node) };
  }

  async #deliver(unsent: UnsentComment, node: CommentNode): Promise<void> {
    const { nonce, slug, parentId, body } = unsent;
    const path = `/verdicts/${slug}/comments`;
    try {
      const comment = await callApi<CommentView>('POST', path, {
        ...{ body, parentId, nonce },
        ...anchorField(unsent.anchor),
      });
      if (comment.status === 'withdrawn' || comment.status === 'removed') return this.#gone(nonce, comment);
      this.#forget(nonce);
      this.#discussion.apply([{ ...comment, nonce }]);
    } catch (fault) {
      // The response was lost, but a live message has confirmed the comment.
      if (!node.sending) return this.#forget(nonce);
      if (fault instanceof Problem && fault.code === 'comment-not-found') return this.#gone(nonce, null);
      if (isRefusal(fault)) return this.restoreDraft(node, messageOf(fault));
      this.#wait(node, fault);
    }
  }

  #wait(node: CommentNode, fault: unknown): void {
    const wait = fault instanceof Problem ? fault.retryAfter : null;
    const isShort = wait !== null && wait <= MAX_SHOWN_WAIT;
    node.sending = isShort ? { state: 'sending', wait } : { state: 'failed', message: messageOf(fault) };
    if (wait !== null) setTimeout(() => this.retry(node), wait * 1000);
  }

  /** Posted by an earlier try, and withdrawn or removed since. */
  #gone(nonce: string, comment: CommentView | null): void {
    this.#drop(nonce);
    if (comment) this.#discussion.apply([comment]);
    this.#discussion.remark = GONE;
  }

  #drop(nonce: string): void {
    this.#forget(nonce);
    this.#discussion.removePending(nonce);
  }

  #forget(nonce: string): void {
    this.#unsent.delete(nonce);
    removeUnsent(nonce);
  }
}

/** The server has answered, and the same request again would get the same answer. */
function isRefusal(fault: unknown): boolean {
  if (!(fault instanceof Problem)) return !(fault instanceof NoResponse);
  if (fault.status === 429) return (fault.retryAfter ?? 0) > LONG_WAIT;
  // A proxy says 502 and 504 when it has no answer either.
  return ![502, 503, 504].includes(fault.status);
}

/** The server reads `quote` from the verdict. */
function anchorField(anchor: Anchor | null = null): { anchor?: Partial<Anchor> } {
  if (!anchor) return {};
  const { quote: _, ...passage } = anchor;
  return { anchor: passage };
}

function pendingView({ nonce, slug, parentId, body, anchor, at }: UnsentComment, discussion: Discussion) {
  const target = (parentId === null ? undefined : discussion.thread.find(parentId))?.comment;
  const place = placeBelow(target ? { ...target, rootId: null } : null);
  return {
    ...UNSAVED,
    id: `pending-${nonce}`,
    nonce,
    verdict: slug,
    parentId: place.parentId,
    depth: place.depth,
    author: discussion.viewer,
    answers: place.answersId && target ? { id: target.id, username: target.author?.username ?? null } : null,
    body,
    anchor: anchor ?? null,
    createdAt: at,
  };
}

/** The fields that the server sets, before it has. */
const UNSAVED = {
  ...{ html: null, status: 'visible' as const, editedAt: null },
  ...{ version: 0, seq: 0, born: 0, replies: 0, helpful: 0, notHelpful: 0, counted: 0 },
};
