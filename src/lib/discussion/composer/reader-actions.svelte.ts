import { callApi, NoResponse, Problem } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import { placeBelow } from '#lib/discussion/posting/placement.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { TabSync, type OwnAction } from '#lib/discussion/thread/tab-sync.ts';
import type { OwnMarks } from './own-marks.ts';
import {
  draftKey,
  removeUnsent,
  saveDraft,
  saveUnsent,
  newNonce,
  savedDraft,
  unsentOn,
  type UnsentComment,
} from './saved-text.ts';

/** Seconds of Retry-After up to which a comment is sent again without asking the reader. */
const MAX_AUTO_RETRY = 20;

/** Sends the reader's comments, votes and ratings. Comments are shown at once; the response or a live message confirms them. */
export class ReaderActions {
  readonly #discussion: Discussion;
  readonly #unsent = new Map<string, { node: CommentNode; unsent: UnsentComment }>();
  readonly #refresh: () => void;
  #tabs: TabSync | null = null;
  #marks: OwnMarks | null = null;

  /** `refresh` fetches the reader's own state, after a press that may have failed. */
  constructor(discussion: Discussion, refresh: () => void = () => {}) {
    this.#discussion = discussion;
    this.#refresh = refresh;
  }

  post(body: string, parentId: string | null): CommentNode | null {
    const { slug, viewer } = this.#discussion;
    if (!viewer) return null;
    const at = new Date().toISOString();
    const unsent = { nonce: newNonce(), slug, parentId, body, username: viewer.username, at };
    saveUnsent(unsent);
    return this.#send(unsent);
  }

  /** Sends again what an earlier page sent without a response, with the same nonce. */
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
    this.#marks?.forget();
  }

  /** Shares own votes and ratings with the reader's other tabs until the returned function is called. */
  syncTabs(): () => void {
    const { slug, tallies } = this.#discussion;
    const tabs = new TabSync(slug, ({ username, ...own }) => {
      if (username === this.#discussion.viewer?.username && tallies.isNews(own)) tallies.setOwn(own);
    });
    this.#tabs = tabs;
    return () => {
      this.#tabs = null;
      tabs.close();
    };
  }

  /** After a reconnection: sends again what failed without a response. */
  retryAll(): void {
    for (const { node, unsent } of this.#unsent.values())
      if (node.sending?.state === 'failed' && node.sending.code === 'no-answer') this.#send(unsent);
  }

  retry(node: CommentNode): void {
    const saved = this.#unsent.get(node.comment.nonce ?? '');
    if (saved) this.#send(saved.unsent);
  }

  /** Removes a failed comment and returns its text to its composer, or to the top one if the parent is gone. */
  restoreDraft(node: CommentNode): void {
    const saved = this.#unsent.get(node.comment.nonce ?? '');
    if (!saved) return;
    const { nonce, slug, body, parentId } = saved.unsent;
    this.#forget(nonce);
    this.#discussion.removePending(nonce);
    const parent = parentId === null ? undefined : this.#discussion.thread.find(parentId);
    if (parent?.comment.status === 'visible') {
      saveDraft(draftKey(slug, parentId), body);
      parent.form = 'reply';
      return;
    }
    const top = draftKey(slug, null);
    saveDraft(top, [savedDraft(top), body].filter(Boolean).join('\n\n'));
    this.#discussion.restoredDrafts += 1;
  }

  /** @throws Problem, NoResponse */
  async edit(node: CommentNode, body: string): Promise<void> {
    const { id, version } = node.comment;
    try {
      this.#discussion.apply([await callApi<CommentView>('PATCH', `/comments/${id}`, { body, version })]);
    } catch (fault) {
      // Edited elsewhere before the live message: the page shows that text beside the refused one.
      if (fault instanceof Problem && fault.code === 'comment-changed')
        this.#discussion.apply([fault.current as CommentView]);
      throw fault;
    }
  }

  /** @throws Problem, NoResponse */
  async withdraw(node: CommentNode): Promise<void> {
    await callApi('DELETE', `/comments/${node.comment.id}`);
    const gone = { status: 'withdrawn' as const, author: null, html: null, body: null, anchor: null };
    const { mine, ...comment } = node.comment;
    // As the live message will say, without waiting for it.
    const left = mine ? { mine: { ...mine, canEdit: false, canWithdraw: false } } : {};
    this.#discussion.apply([{ ...comment, ...gone, ...left, seq: comment.seq }]);
  }

  /** @throws Problem, NoResponse */
  async rate({ comment: { id } }: CommentNode, helpful: boolean | null): Promise<void> {
    if (!this.#marks) this.#discussion.tallies.pressRating(id, helpful);
    await (this.#marks ?? (await this.loadMarks(id))).rate(id, helpful);
  }

  /** @throws Problem, NoResponse */
  async vote(id: string, stance: Stance | null): Promise<void> {
    if (!this.#marks) this.#discussion.tallies.pressVote(id, stance);
    await (this.#marks ?? (await this.loadMarks(id))).vote(id, stance);
  }

  /**
   * What sends votes and ratings isn't part of the page's first JavaScript. `pressed`: waits for it.
   * @throws NoResponse
   */
  async loadMarks(pressed?: string): Promise<OwnMarks> {
    try {
      const { OwnMarks } = await import('./own-marks.ts');
      const ports = { refresh: this.#refresh, publish: (own: OwnAction) => this.#publish(own) };
      return (this.#marks ??= new OwnMarks(this.#discussion, ports));
    } catch {
      if (pressed) this.#discussion.tallies.undo(pressed);
      throw new NoResponse('No connection, so this is not saved. Try again.');
    }
  }

  #publish(own: OwnAction): void {
    const { viewer, slug } = this.#discussion;
    if (!viewer) return;
    // The reader may have left the page, and this tab may show it again.
    const tabs = this.#tabs ?? new TabSync(slug, () => {});
    tabs.publish({ ...own, username: viewer.username });
    if (tabs !== this.#tabs) tabs.close();
  }

  #send(unsent: UnsentComment): CommentNode {
    const node = this.#discussion.addPending(pendingView(unsent, this.#discussion));
    node.sending = { state: 'sending' };
    this.#unsent.set(unsent.nonce, { node, unsent });
    void this.#deliver(unsent, node);
    return node;
  }

  async #deliver({ nonce, slug, parentId, body }: UnsentComment, node: CommentNode): Promise<void> {
    try {
      const comment = await callApi<CommentView>('POST', `/verdicts/${slug}/comments`, {
        body,
        parentId,
        nonce,
      });
      this.#forget(nonce);
      this.#discussion.apply([{ ...comment, nonce }]);
    } catch (fault) {
      // The response was lost, but a live message has confirmed the comment.
      if (!node.sending) return this.#forget(nonce);
      const wait = fault instanceof Problem ? fault.retryAfter : null;
      if (wait !== null && wait <= MAX_AUTO_RETRY) {
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

export async function attempt(node: CommentNode, act: () => Promise<unknown>): Promise<void> {
  node.fault = '';
  try {
    await act();
  } catch (refusal) {
    node.fault = messageOf(refusal);
  }
}

/** What a fault says to the reader. A bug of ours goes to the browser's error reporting instead. */
export function messageOf(fault: unknown): string {
  if (fault instanceof Problem || fault instanceof NoResponse) return fault.message;
  reportError(fault);
  return 'Something went wrong on this page. Reload it. Your text is saved.';
}

function codeOf(fault: unknown): string {
  if (fault instanceof NoResponse) return 'no-answer';
  return fault instanceof Problem ? fault.code : 'bug';
}

function pendingView({ nonce, slug, parentId, body, at }: UnsentComment, discussion: Discussion) {
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
    createdAt: at,
  };
}

/** The fields that the server sets, before it has. */
const UNSAVED = {
  ...{ html: null, status: 'visible' as const, anchor: null, editedAt: null },
  ...{ version: 0, seq: 0, born: 0, replies: 0, helpful: 0, notHelpful: 0, counted: 0 },
};
