import { callApi, NoAnswer, Problem } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import { MAX_DEPTH } from '#lib/discussion/comment.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import {
  draftKey,
  removeUnsent,
  saveDraft,
  saveUnsent,
  newNonce,
  readDraft,
  unsentBy,
  type Unsent,
} from './saved-text.ts';
import { TabSync, type RatingResult, type VoteResult } from '#lib/discussion/thread/tab-sync.ts';

/** A wait that the server asks for, up to so many seconds, is waited out without troubling the writer. */
const WAIT_OUT = 20;

/** Sends what the reader writes. The page shows it at once; the server's answer, or the live wire, confirms it. */
export class ReaderActions {
  readonly #discussion: Discussion;
  readonly #unsent = new Map<string, { node: CommentNode; unsent: Unsent }>();
  #tabs: TabSync | null = null;

  constructor(discussion: Discussion) {
    this.#discussion = discussion;
  }

  /** Shows the comment as pending, keeps it in this browser, sends it. */
  post(body: string, parentId: string | null): CommentNode | null {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return null;
    const at = new Date().toISOString();
    const unsent = { nonce: newNonce(), slug, parentId, body, username: viewer.username, at };
    saveUnsent(unsent);
    return this.#send(unsent);
  }

  /** What an earlier page sent and nobody answered: it is shown again and sent again, under the same nonce. */
  resume(): void {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return;
    for (const unsent of unsentBy(slug, viewer.username)) {
      const answered = this.#discussion.thread.findByNonce(unsent.nonce);
      if (answered) removeUnsent(unsent.nonce);
      else this.#send(unsent);
    }
  }

  /** Own votes and ratings go to this reader's other tabs, and theirs come here. Returns how to stop. */
  syncTabs(): () => void {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return () => {};
    const tabs = new TabSync(`${slug}.${viewer.username}`, (own) =>
      own.kind === 'vote'
        ? this.#discussion.tallies.setOwnVote(own.id, own.tally)
        : this.#discussion.tallies.setOwnRating(own.id, own.tally),
    );
    this.#tabs = tabs;
    return () => {
      this.#tabs = null;
      tabs.close();
    };
  }

  /** The connection is back: what failed for want of one is sent again. */
  retryAll(): void {
    for (const { node, unsent } of this.#unsent.values())
      if (node.sending?.state === 'failed' && node.sending.code === 'no-answer') this.#send(unsent);
  }

  retry(node: CommentNode): void {
    const kept = this.#unsent.get(node.comment.nonce ?? '');
    if (kept) this.#send(kept.unsent);
  }

  /** Takes a failed comment off the page; its text goes back to where it was written, or, where that is gone, to the top. */
  restoreDraft(node: CommentNode): void {
    const kept = this.#unsent.get(node.comment.nonce ?? '');
    if (!kept) return;
    const { nonce, slug, body, parentId } = kept.unsent;
    this.#forget(nonce);
    this.#discussion.removePending(nonce);
    const parent = parentId === null ? undefined : this.#discussion.thread.find(parentId);
    if (parent?.comment.status === 'visible') {
      saveDraft(draftKey(slug, parentId), body);
      parent.form = 'reply';
      return;
    }
    const top = draftKey(slug, null);
    saveDraft(top, [readDraft(top), body].filter(Boolean).join('\n\n'));
    this.#discussion.restoredDrafts += 1;
  }

  /** @throws Problem, NoAnswer */
  async edit(node: CommentNode, body: string): Promise<void> {
    const { id, version } = node.comment;
    try {
      this.#discussion.apply([await callApi<CommentView>('PATCH', `/comments/${id}`, { body, version })]);
    } catch (fault) {
      // Changed elsewhere before the wire told: the page shows that text beside the one that was refused.
      if (fault instanceof Problem && fault.code === 'comment-changed')
        this.#discussion.apply([fault.current as CommentView]);
      throw fault;
    }
  }

  /** @throws Problem, NoAnswer */
  async withdraw(node: CommentNode): Promise<void> {
    await callApi('DELETE', `/comments/${node.comment.id}`);
    const gone = { status: 'withdrawn' as const, author: null, html: null, body: null, anchor: null };
    const { mine, ...comment } = node.comment;
    // As the live wire will say it in a moment; here it must not wait for the wire.
    const left = mine ? { mine: { ...mine, canEdit: false, canWithdraw: false } } : {};
    this.#discussion.apply([{ ...comment, ...gone, ...left, seq: comment.seq }]);
  }

  /** @throws Problem, NoAnswer */
  async rate(node: CommentNode, helpful: boolean | null): Promise<void> {
    const { id } = node.comment;
    const tally = await callApi<RatingResult>('PUT', `/comments/${id}/rating`, { helpful });
    this.#discussion.tallies.setOwnRating(id, tally);
    this.#tabs?.publish({ kind: 'rating', id, tally });
  }

  /** @throws Problem, NoAnswer */
  async vote(id: string, stance: 'agree' | 'disagree' | null): Promise<void> {
    const tally = await callApi<VoteResult>('PUT', `/claims/${id}/vote`, { stance });
    this.#discussion.tallies.setOwnVote(id, tally);
    this.#tabs?.publish({ kind: 'vote', id, tally });
  }

  #send(unsent: Unsent): CommentNode {
    const node = this.#discussion.addPending(pendingView(unsent, this.#discussion));
    node.sending = { state: 'sending' };
    this.#unsent.set(unsent.nonce, { node, unsent });
    void this.#deliver(unsent, node);
    return node;
  }

  async #deliver({ nonce, slug, parentId, body }: Unsent, node: CommentNode): Promise<void> {
    try {
      const comment = await callApi<CommentView>('POST', `/verdicts/${slug}/comments`, {
        body,
        parentId,
        nonce,
      });
      this.#forget(nonce);
      this.#discussion.apply([{ ...comment, nonce }]);
    } catch (fault) {
      // The answer got lost, but the live wire has brought the comment: it is there.
      if (!node.sending) return this.#forget(nonce);
      const wait = fault instanceof Problem ? fault.retryAfter : null;
      if (wait !== null && wait <= WAIT_OUT) {
        node.sending = { state: 'sending', wait };
        setTimeout(() => this.retry(node), wait * 1000);
      } else node.sending = { state: 'failed', message: messageOf(fault), code: codeOf(fault) };
    }
  }

  #forget(nonce: string): void {
    this.#unsent.delete(nonce);
    removeUnsent(nonce);
  }
}

/** Does something to a comment, or says at it why that couldn't be done. */
export async function attempt(node: CommentNode, act: () => Promise<unknown>): Promise<void> {
  node.fault = '';
  try {
    await act();
  } catch (refusal) {
    node.fault = messageOf(refusal);
  }
}

/** What a fault says to the reader. A bug of ours is not theirs to read: it goes where the browser reports errors. */
export function messageOf(fault: unknown): string {
  if (fault instanceof Problem || fault instanceof NoAnswer) return fault.message;
  reportError(fault);
  return 'Something went wrong on this page. Reload it; what you wrote is kept.';
}

function codeOf(fault: unknown): string {
  if (fault instanceof NoAnswer) return 'no-answer';
  return fault instanceof Problem ? fault.code : 'bug';
}

function pendingView({ nonce, slug, parentId, body, at }: Unsent, discussion: Discussion) {
  const target = parentId === null ? undefined : discussion.thread.find(parentId)?.comment;
  const tooDeep = target?.depth === MAX_DEPTH;
  return {
    id: `pending-${nonce}`,
    nonce,
    verdict: slug,
    parentId: tooDeep ? target.parentId : parentId,
    depth: target ? Math.min(target.depth + 1, MAX_DEPTH) : 0,
    author: discussion.viewer,
    answers: tooDeep ? { id: target.id, username: target.author?.username ?? null } : null,
    html: null,
    body,
    status: 'visible' as const,
    anchor: null,
    createdAt: at,
    editedAt: null,
    version: 0,
    seq: 0,
    born: 0,
    replies: 0,
    helpful: 0,
    notHelpful: 0,
    counted: 0,
  };
}
