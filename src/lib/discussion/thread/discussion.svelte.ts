import type { ClaimTally, CommentView, RatingTally, Role, VerdictPresence } from '#lib/live/events.ts';
import { latest } from '#lib/live/latest.ts';
import type { Sort } from '#lib/discussion/comment.ts';
import { CommentNode } from './comment-node.svelte.ts';
import { coolAt } from '#lib/discussion/posting/heat.ts';
import { mineOnArrival } from './mine.ts';
import { Tallies, type ClaimState } from './tallies.svelte.ts';
import { Thread } from './thread.svelte.ts';

export interface Viewer {
  username: string;
  role: Role;
}

export interface DiscussionStart {
  slug: string;
  viewer: Viewer | null;
  sort: Sort;
  /** The comments that the page was rendered with, flat, in reading order. */
  items: CommentView[];
  next: string | null;
  moreReplies: Record<string, string>;
  seq: number;
  total: number;
  /** A moderator takes no new comments here. */
  locked?: boolean;
  claims: ClaimState[];
  /** One thread alone is shown, at a comment's own address: others' new threads are not for this page. */
  single?: boolean;
}

/** What the wire or a resync told; `total`: the comments of the verdict, where this is the newest news. */
export interface ThreadUpdate {
  comments?: CommentView[];
  total?: number | undefined;
  claims?: ClaimTally[];
  ratings?: RatingTally[] | undefined;
}

/** Whether a comment that arrives may be shown at once: the page knows what is in view, this class doesn't. */
export type CanInsertNow = (arrived: CommentView) => boolean;

/**
 * The discussion on one reader's page. `apply` takes comments from wherever they come (live, resync, an answer to
 * one's own write) in any order and any number of times: by id, the newer seq wins.
 */
export class Discussion {
  readonly slug: string;
  readonly viewer: Viewer | null;
  readonly locked: boolean;
  readonly thread: Thread;
  readonly tallies: Tallies;
  readonly #startSeq: number;
  readonly #single: boolean;
  /** Comments that left this page: one of them that moderators bring back is no stranger to it. */
  readonly #left = new Set<string>();
  /**
   * The seq at which a comment left the thread. A resync that was read before it left may arrive after the live message
   * that removed it, and must not bring it back.
   */
  readonly #gone = new Map<string, number>();
  readonly #pending = new Map<string, CommentNode>();
  /** Cursor of the next page of top-level comments. */
  next = $state<string | null>(null);
  total = $state(0);
  readers = $state(0);
  typing = $state(0);
  /** Counts the texts handed back to the composer at the top, which then reads its draft anew. */
  restoredDrafts = $state(0);
  canInsertNow: CanInsertNow = () => false;

  constructor(start: DiscussionStart) {
    this.slug = start.slug;
    this.viewer = start.viewer;
    this.locked = start.locked ?? false;
    this.thread = new Thread(start.sort);
    this.tallies = new Tallies(start.claims, this.thread);
    this.#startSeq = start.seq;
    this.#single = start.single ?? false;
    this.total = start.total;
    this.load(start);
  }

  /**
   * Takes a page of comments as the server listed it; what is here already stays where it stands. Returns those that
   * weren't.
   */
  load({ items, next, moreReplies }: Pick<DiscussionStart, 'items' | 'next' | 'moreReplies'>): CommentNode[] {
    const added: CommentNode[] = [];
    const roots: CommentNode[] = [];
    for (const item of items) {
      const known = this.thread.find(item.id);
      if (known) {
        this.#update(known, item);
        this.thread.release(known);
      } else {
        const node = this.#admit(item);
        added.push(node);
        if (this.thread.parentOf(node)) this.thread.place(node);
        else roots.push(node);
      }
    }
    this.thread.append(roots);
    this.next = next;
    for (const [id, cursor] of Object.entries(moreReplies)) this.thread.find(id)!.more = cursor;
    return added;
  }

  /** More replies below `node`, as the server listed them. Returns those that weren't here. */
  loadReplies(
    node: CommentNode,
    { items, next }: { items: CommentView[]; next: string | null },
  ): CommentNode[] {
    const added = this.load({ items, next: this.next, moreReplies: {} });
    node.more = next;
    return added;
  }

  /** Comments as they stand now: news, or the answer to one's own write. */
  apply(comments: CommentView[], total?: number): void {
    this.total = total ?? this.total;
    for (const comment of comments) {
      const known = this.thread.find(comment.id);
      if (known) this.#update(known, comment);
      else this.#arrive(comment);
    }
  }

  /** All that was told since the last frame, in its order. */
  applyUpdates(news: ThreadUpdate[]): void {
    const total = news.findLast((each) => each.total !== undefined)?.total;
    this.apply(
      news.flatMap(({ comments = [] }) => comments),
      total,
    );
    for (const { claims = [], ratings } of news) this.tallies.apply(claims, ratings);
  }

  setPresence({ readers, typing }: Pick<VerdictPresence, 'readers' | 'typing'>): void {
    this.readers = readers;
    this.typing = typing;
  }

  /** When a reply to it is possible (milliseconds since 1970); 0: at once. By what stands above it on this page. */
  replyAllowedAt(node: CommentNode): number {
    const chain = this.thread
      .chain(node)
      .map(({ comment: { heat } }) => (heat ? { reports: heat.reports, since: new Date(heat.since) } : null));
    return coolAt({ createdAt: new Date(node.comment.createdAt) }, chain);
  }

  /** Does a moderator take no new replies to it? */
  isLocked(node: CommentNode): boolean {
    return this.locked || this.thread.chain(node).some(({ locked }) => locked);
  }

  /** Shows one's own comment before the server has it; it leaves, or is confirmed, by its nonce. */
  addPending(comment: CommentView & { nonce: string }): CommentNode {
    const known = this.#pending.get(comment.nonce);
    if (known) return known;
    const node = new CommentNode(comment);
    node.sending = { state: 'sending' };
    this.#pending.set(comment.nonce, node);
    this.thread.place(node);
    return node;
  }

  /** Takes a pending comment off the page. */
  removePending(nonce: string): void {
    const node = this.#pending.get(nonce);
    if (!node) return;
    this.#pending.delete(nonce);
    this.thread.remove(node);
  }

  #arrive(comment: CommentView): void {
    const twin = comment.nonce === undefined ? undefined : this.#pending.get(comment.nonce);
    const own = this.#isOwn(comment);
    if (twin && own) return this.#confirm(twin, comment);
    if (comment.seq <= (this.#gone.get(comment.id) ?? -1)) return;
    if (isGone(comment)) return void this.#gone.set(comment.id, comment.seq);
    if (comment.born <= this.#startSeq && !this.#left.has(comment.id)) return;
    if (this.#single && comment.parentId === null && !own) return;
    // Its place isn't loaded; it comes with its page.
    if (this.#placeless(comment)) return;
    const node = this.#admit(comment);
    if (!own && !this.canInsertNow(comment)) return this.thread.hold(node);
    node.fresh = !own;
    this.thread.place(node);
  }

  #confirm(twin: CommentNode, comment: CommentView): void {
    this.#pending.delete(comment.nonce!);
    // A reply whose thread isn't on this page stood among the top-level ones only while it was pending.
    if (this.#placeless(comment)) return this.thread.remove(twin);
    twin.sending = null;
    twin.comment = this.#withMine(comment);
    this.thread.register(twin);
  }

  #admit(comment: CommentView): CommentNode {
    const node = new CommentNode(this.#withMine(comment));
    this.thread.register(node);
    return node;
  }

  #update(node: CommentNode, comment: CommentView): void {
    const old = node.comment;
    // An answer to one's own write has `mine` and may come after the live message of the same seq.
    if (comment.seq < old.seq || (comment.seq === old.seq && !comment.mine)) return;
    const { helpful, notHelpful, counted } = latest(old, comment);
    const mine = comment.mine ? {} : mineOnArrival(comment, this.viewer, old.mine);
    node.comment = { ...comment, helpful, notHelpful, counted, ...mine };
    // Under a reply that is being written it stays as a tombstone: the text must not leave the page with it.
    if (!isGone(comment) || node.form === 'reply') return;
    this.#left.add(comment.id);
    this.#gone.set(comment.id, comment.seq);
    this.thread.remove(node);
  }

  /** Does it answer a comment that isn't on this page? */
  #placeless({ parentId }: CommentView): boolean {
    return parentId !== null && !this.thread.find(parentId);
  }

  #withMine(comment: CommentView): CommentView {
    return comment.mine ? comment : { ...comment, ...mineOnArrival(comment, this.viewer) };
  }

  #isOwn({ author }: CommentView): boolean {
    return this.viewer !== null && author?.username === this.viewer.username;
  }
}

/** Without text and without replies it has no place in the thread. */
function isGone({ body, replies }: CommentView): boolean {
  return body === null && replies === 0;
}
