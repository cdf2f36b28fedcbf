import type { ClaimTally, CommentView, Mine, RatingTally, VerdictPresence } from '#lib/live/events.ts';
import { latest } from '#lib/live/latest.ts';
import type { Role } from '#lib/actor.ts';
import type { Sort } from '#lib/discussion/comment.ts';
import type { Following } from '#lib/discussion/reading/comment-page.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import { CommentNode } from './comment-node.svelte.ts';
import { Tallies, type ClaimState } from './tallies.svelte.ts';
import { Thread } from './thread.svelte.ts';

export interface Viewer {
  username: string;
  role: Role;
}

type CommentsToLoad = Pick<DiscussionStart, 'items' | 'next' | 'moreReplies' | 'following'>;

export interface DiscussionStart {
  slug: string;
  /** Who is signed in now. */
  viewer: () => Viewer | null;
  sort: Sort;
  items: CommentView[];
  next: string | null;
  moreReplies: Record<string, string>;
  following: Record<string, Following>;
  seq: number;
  total: number;
  locked?: boolean;
  claims: ClaimState[];
  /** The page shows the thread of this comment only: others' new top-level comments don't belong on it. */
  focus?: string | null;
}

/** Received live or from a resync. `total`: the verdict's comments, if this update is the latest. */
export interface ThreadUpdate {
  comments?: CommentView[];
  total?: number | undefined;
  claims?: ClaimTally[];
  ratings?: RatingTally[] | undefined;
}

/** Whether an arriving comment may be shown at once: the page knows what is in view, this class doesn't. */
export type CanInsertNow = (comment: CommentView) => boolean;

/** The discussion on one reader's page. Comments arrive in any order, and repeatedly: by id, the newer seq wins. */
export class Discussion {
  readonly slug: string;
  readonly locked: boolean;
  readonly thread: Thread;
  readonly tallies: Tallies;
  readonly #viewer: () => Viewer | null;
  /** The thread's seq when the page was rendered. */
  readonly startSeq: number;
  readonly #focus: string | null;
  /** Ids of comments that were removed from this page: moderators may restore them. */
  readonly #removed = new Set<string>();
  /** The seq at which each was removed: an older resync may arrive later and must not bring it back. */
  readonly #gone = new Map<string, number>();
  readonly #pending = new Map<string, CommentNode>();
  next = $state<string | null>(null);
  total = $state(0);
  readers = $state(0);
  typing = $state(0);
  /** Counts the texts returned to composers, which look for them after each. */
  restoredDrafts = $state(0);
  /** What has become of a comment that was sent, as a sentence. */
  remark = $state('');
  /** The reader's own state on this page, as it was fetched last. */
  mine = $state.raw<VerdictMine | null>(null);
  canInsertNow: CanInsertNow = () => false;
  /** Creation seq of the newest comment that arrived, shown or not. */
  newest: number;
  /** Each gets every comment that arrives, shown or not. */
  readonly received = new Set<(comment: CommentView) => void>();
  #folds: string[] = [];

  constructor(start: DiscussionStart) {
    this.slug = start.slug;
    this.#viewer = start.viewer;
    this.locked = start.locked ?? false;
    this.thread = new Thread(start.sort);
    this.tallies = new Tallies(start.claims, this.thread);
    this.startSeq = this.newest = start.seq;
    this.#focus = start.focus ?? null;
    this.total = start.total;
    this.load(start);
  }

  /** Collapses these comments, now and when they are loaded. */
  fold(ids: string[]): void {
    this.#folds = ids;
    for (const node of this.thread.all()) node.collapsed ||= ids.includes(node.comment.id);
  }

  get viewer(): Viewer | null {
    return this.#viewer();
  }

  /**
   * Shows the reader's own state on the page, which is the same for everyone. Null: signed out. `asked`: the changes of
   * own marks when it was requested.
   */
  setMine(mine: VerdictMine | null, asked?: number): void {
    this.mine = mine;
    if (!mine) this.#removeMine();
    this.tallies.setMine(mine?.claims ?? [], mine?.ratings ?? [], asked);
    this.apply(mine?.comments ?? []);
  }

  /** Leaves what an anonymous reader may see. */
  #removeMine(): void {
    this.tallies.forgetPresses();
    for (const nonce of this.#pending.keys()) this.removePending(nonce);
    for (const node of this.thread.all()) {
      const { mine, ...comment } = node.comment;
      // What was typed into it is saved for its author.
      if (node.form === 'edit') node.fault = SIGNED_OUT;
      if (node.form !== 'reply') node.form = null;
      if (comment.status === 'visible') node.comment = mine ? comment : node.comment;
      else if (comment.replies === 0 && comment.id !== this.#focus) this.thread.remove(node);
      else {
        const author = comment.status === 'hidden' ? comment.author : null;
        node.comment = { ...comment, author, html: null, body: null, anchor: null };
      }
    }
  }

  /** Adds a page of comments in the server's order; known ones keep their places. Returns the new ones. */
  load({ items, next, moreReplies, following }: CommentsToLoad): CommentNode[] {
    const added: CommentNode[] = [];
    const roots: CommentNode[] = [];
    for (const item of items) {
      const known = this.thread.find(item.id);
      if (known) {
        this.#update(known, item);
        this.thread.release(known);
      } else {
        const node = this.#register(item);
        added.push(node);
        if (this.thread.parentOf(node)) this.thread.place(node);
        else roots.push(node);
      }
    }
    this.thread.append(roots);
    this.next = next;
    for (const [id, cursor] of Object.entries(moreReplies)) this.#setMore(id, cursor, following[id]!);
    return added;
  }

  loadReplies(
    node: CommentNode,
    { items, next, following }: { items: CommentView[]; next: string | null; following: Following | null },
  ): CommentNode[] {
    const added = this.load({ items, next: this.next, moreReplies: {}, following: {} });
    const { root } = node.more!;
    node.more = null;
    if (next !== null) this.#setMore(root, next, following!);
    return added;
  }

  /** At the comment to which the next reply belongs. */
  #setMore(root: string, cursor: string, { parentId, count }: Following): void {
    this.thread.find(parentId)!.more = { root, cursor, count };
  }

  apply(comments: CommentView[], total?: number): void {
    this.total = total ?? this.total;
    for (const comment of comments) {
      this.newest = Math.max(this.newest, comment.born);
      for (const hear of this.received) hear(comment);
      const known = this.thread.find(comment.id);
      if (!known) this.#add(comment);
      else {
        this.#update(known, comment);
        // Sent again by a page that was loaded with it.
        if (comment.nonce !== undefined && this.#isOwn(comment)) this.removePending(comment.nonce);
      }
    }
  }

  applyUpdates(updates: ThreadUpdate[]): void {
    this.apply(
      updates.flatMap(({ comments = [] }) => comments),
      updates.findLast(({ total }) => total !== undefined)?.total,
    );
    for (const { claims = [], ratings } of updates) this.tallies.apply(claims, ratings);
  }

  setPresence({ readers, typing }: Pick<VerdictPresence, 'readers' | 'typing'>): void {
    this.readers = readers;
    this.typing = typing;
  }

  isLocked(node: CommentNode): boolean {
    return this.locked || this.thread.chain(node).some(({ locked }) => locked);
  }

  /** Shows the reader's own comment before the server has it. Its nonce identifies it later. */
  addPending(comment: CommentView & { nonce: string }): CommentNode {
    const known = this.#pending.get(comment.nonce);
    if (known) return known;
    const node = new CommentNode(comment);
    node.sending = { state: 'sending' };
    this.#pending.set(comment.nonce, node);
    this.thread.place(node);
    return node;
  }

  removePending(nonce: string): void {
    const node = this.#pending.get(nonce);
    if (!node) return;
    this.#pending.delete(nonce);
    this.thread.remove(node);
  }

  #add(comment: CommentView): void {
    const pending = comment.nonce === undefined ? undefined : this.#pending.get(comment.nonce);
    const own = this.#isOwn(comment);
    if (pending && own) return this.#confirm(pending, comment);
    if (comment.seq <= (this.#gone.get(comment.id) ?? -1)) return;
    if (isGone(comment)) return void this.#gone.set(comment.id, comment.seq);
    // Only this reader sees it, so the shared page lacks it.
    const isWithheld = comment.mine !== undefined && comment.status !== 'visible';
    if (comment.born <= this.startSeq && !this.#removed.has(comment.id) && !isWithheld) return;
    if (this.#focus !== null && comment.parentId === null && !own) return;
    if (this.#lacksParent(comment)) return;
    const node = this.#register(comment);
    if (!own && !isWithheld && !this.canInsertNow(comment)) return this.thread.hold(node);
    node.fresh = !own;
    this.thread.place(node);
  }

  #confirm(node: CommentNode, comment: CommentView): void {
    this.#pending.delete(comment.nonce!);
    // While pending, such a reply was among the top-level comments.
    if (this.#lacksParent(comment)) return this.thread.remove(node);
    node.sending = null;
    node.comment = this.#withMine(comment);
    this.thread.register(node);
  }

  #register(comment: CommentView): CommentNode {
    const node = new CommentNode(this.#withMine(comment));
    node.collapsed = this.#folds.includes(comment.id);
    this.thread.register(node);
    return node;
  }

  #update(node: CommentNode, comment: CommentView): void {
    const old = node.comment;
    // The response to a write has `mine`, and may arrive after the live message of the same seq.
    if (comment.seq < old.seq + (comment.mine ? 0 : 1)) return;
    const { helpful, notHelpful, counted, commonGround, changedMinds } = latest(old, comment);
    // Ratings have their own responses; this one may have been requested before the last.
    const { helpful: rated = null, countsAt } = old.mine ?? comment.mine ?? {};
    const mine = comment.mine
      ? { mine: { ...comment.mine, helpful: rated, countsAt } }
      : this.#mineOn(comment, old.mine);
    node.comment = { ...comment, helpful, notHelpful, counted, commonGround, changedMinds, ...mine };
    // It stays as a tombstone while a form below it is open, or the text in there would be lost, and at its own address,
    // which says what happened to it.
    if (node.form === null || node.form === 'withdraw') this.formClosed(node);
  }

  /** No form is open below it, so a comment of which nothing is left can go. */
  formClosed(node: CommentNode): void {
    const { comment } = node;
    if (!isGone(comment) || comment.id === this.#focus || !this.thread.find(comment.id)) return;
    this.#removed.add(comment.id);
    this.#gone.set(comment.id, comment.seq);
    this.thread.remove(node);
  }

  #lacksParent({ parentId }: CommentView): boolean {
    return parentId !== null && !this.thread.find(parentId);
  }

  #withMine(comment: CommentView): CommentView {
    return comment.mine ? comment : { ...comment, ...this.#mineOn(comment) };
  }

  /** Live messages carry nothing personal. The server checks again what the reader may do. */
  #mineOn(comment: CommentView, before?: Mine): { mine?: Mine } {
    const own = before?.own ?? this.#isOwn(comment);
    if (!this.viewer || (!own && !before)) return {};
    const visible = comment.status === 'visible';
    const permissions = {
      canEdit: own && visible && (before?.canEdit ?? true),
      canWithdraw: own && comment.status !== 'removed' && comment.status !== 'withdrawn',
      canRate: !own && visible,
    };
    return { mine: { own, helpful: before?.helpful ?? null, countsAt: before?.countsAt, ...permissions } };
  }

  #isOwn({ author }: CommentView): boolean {
    return this.viewer !== null && author?.username === this.viewer.username;
  }
}

const SIGNED_OUT = 'You signed out. Your text is saved for when you return.';

function isGone({ html, body, replies }: CommentView): boolean {
  return html === null && body === null && replies === 0;
}
