import { SvelteMap } from 'svelte/reactivity';
import type { ClaimTally, CommentView, RatingTally, Role, VerdictPresence } from '#lib/live/events.ts';
import { newer } from '#lib/live/newer.ts';
import type { Sort } from './comment.ts';
import { CommentNode, inOrder } from './comment-node.svelte.ts';
import { mineOnArrival } from './mine.ts';
import { coolAt } from './heat.ts';
import type { RatingAnswer, VoteAnswer } from './tabs.ts';

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
  claims: (ClaimTally & { mine: 'agree' | 'disagree' | null })[];
  /** One thread alone is shown, at a comment's own address: others' new threads are not for this page. */
  single?: boolean;
}

export interface ClaimState extends ClaimTally {
  mine: 'agree' | 'disagree' | null;
}

/** Whether a comment that arrives may be shown at once: the page knows what is in view, this class doesn't. */
export type MayEnter = (arrived: CommentView) => boolean;

/**
 * The thread on one reader's page. `apply` takes comments from wherever they come (live, resync, an answer to one's
 * own write) in any order and any number of times: by id, the newer seq wins.
 */
export class Discussion {
  readonly slug: string;
  readonly viewer: Viewer | null;
  readonly sort: Sort;
  readonly locked: boolean;
  readonly #startSeq: number;
  readonly #single: boolean;
  readonly #nodes = new Map<string, CommentNode>();
  /** Comments that left this page: one of them that moderators bring back is no stranger to it. */
  readonly #left = new Set<string>();
  readonly #pending = new Map<string, CommentNode>();
  roots = $state.raw<CommentNode[]>([]);
  /** Top-level comments that arrived and wait behind "3 new comments". */
  waiting = $state.raw<CommentNode[]>([]);
  next = $state<string | null>(null);
  total = $state(0);
  readers = $state(0);
  typing = $state(0);
  /** Counts the texts handed back to the composer at the top, which then reads its draft anew. */
  handedBack = $state(0);
  readonly claims = new SvelteMap<string, ClaimState>();
  mayEnter: MayEnter = () => false;

  constructor(start: DiscussionStart) {
    this.slug = start.slug;
    this.viewer = start.viewer;
    this.sort = start.sort;
    this.locked = start.locked ?? false;
    this.#startSeq = start.seq;
    this.#single = start.single ?? false;
    this.total = start.total;
    for (const claim of start.claims) this.claims.set(claim.id, claim);
    this.load(start);
  }

  /** Takes a page of comments as the server listed it; what is here already stays where it stands. */
  load({ items, next, moreReplies }: Pick<DiscussionStart, 'items' | 'next' | 'moreReplies'>): void {
    const roots: CommentNode[] = [];
    for (const item of items) {
      const known = this.#nodes.get(item.id);
      if (known) {
        this.#update(known, item);
        this.#unwait(known);
      } else {
        const node = this.#admit(item);
        const parent = item.parentId === null ? null : this.#nodes.get(item.parentId);
        if (parent) parent.replies = inOrder([...parent.replies, node]);
        else roots.push(node);
      }
    }
    this.roots = [...this.roots, ...roots];
    this.next = next;
    for (const [id, cursor] of Object.entries(moreReplies)) this.#nodes.get(id)!.more = cursor;
  }

  /** More replies below `node`, as the server listed them. */
  loadReplies(node: CommentNode, { items, next }: { items: CommentView[]; next: string | null }): void {
    this.load({ items, next: this.next, moreReplies: {} });
    node.more = next;
  }

  /** Comments as they stand now: news, or the answer to one's own write. */
  apply(comments: CommentView[], total?: number): void {
    this.total = total ?? this.total;
    for (const comment of comments) {
      const known = this.#nodes.get(comment.id);
      if (known) this.#update(known, comment);
      else this.#arrive(comment);
    }
  }

  tallied(claims: ClaimTally[], ratings: RatingTally[] = []): void {
    for (const claim of claims) {
      const known = this.claims.get(claim.id);
      if (known) this.claims.set(claim.id, newer(known, { ...known, ...claim }));
    }
    for (const { comment, ...counts } of ratings) {
      const node = this.#nodes.get(comment);
      if (node) node.comment = newer(node.comment, { ...node.comment, ...counts });
    }
  }

  present({ readers, typing }: Pick<VerdictPresence, 'readers' | 'typing'>): void {
    this.readers = readers;
    this.typing = typing;
  }

  /** One's own stance or rating, once the server has it. */
  voted(id: string, claim: VoteAnswer): void {
    this.claims.set(id, { ...newer(this.claims.get(id), { id, ...claim }), mine: claim.mine });
  }

  rated(id: string, { mine, ...counts }: RatingAnswer): void {
    const node = this.#nodes.get(id);
    if (!node) return;
    const known = node.comment.mine;
    node.comment = {
      ...newer(node.comment, { ...node.comment, ...counts }),
      ...(known ? { mine: { ...known, helpful: mine } } : {}),
    };
  }

  /** When a reply to it is possible (milliseconds since 1970); 0: at once. By what stands above it on this page. */
  coolAt(node: CommentNode): number {
    const chain = this.#chain(node).map(({ comment: { heat } }) =>
      heat ? { reports: heat.reports, since: new Date(heat.since) } : null,
    );
    return coolAt({ createdAt: new Date(node.comment.createdAt) }, chain);
  }

  /** Does a moderator take no new replies to it? */
  lockedAt(node: CommentNode): boolean {
    return this.locked || this.#chain(node).some(({ comment }) => comment.locked);
  }

  /** It and what stands above it, itself first. */
  #chain(node: CommentNode): CommentNode[] {
    const chain: CommentNode[] = [];
    for (let at: CommentNode | null = node; at; at = this.#parentOf(at)) chain.push(at);
    return chain;
  }

  find(id: string): CommentNode | undefined {
    return this.#nodes.get(id);
  }

  findByNonce(nonce: string): CommentNode | undefined {
    for (const node of this.#nodes.values()) if (node.comment.nonce === nonce) return node;
    return undefined;
  }

  /** Opens what waits at the top. Returns the nodes, in the order they stand. */
  openWaiting(): CommentNode[] {
    const opened = this.waiting.map((node) => Object.assign(node, { fresh: true }));
    this.waiting = [];
    this.roots = this.#ordered([...this.roots, ...opened], opened);
    return opened;
  }

  /** Opens what waits below `parent`. */
  openReplies(parent: CommentNode): CommentNode[] {
    const opened = parent.waiting.map((node) => Object.assign(node, { fresh: true }));
    parent.waiting = [];
    parent.replies = inOrder([...parent.replies, ...opened]);
    parent.collapsed = false;
    return opened;
  }

  /** Shows one's own comment before the server has it; it leaves, or is confirmed, by its nonce. */
  pend(comment: CommentView & { nonce: string }): CommentNode {
    const known = this.#pending.get(comment.nonce);
    if (known) return known;
    const node = new CommentNode(comment);
    node.sending = { state: 'sending' };
    this.#pending.set(comment.nonce, node);
    this.#place(node);
    return node;
  }

  /** Takes a pending comment off the page. */
  unpend(nonce: string): void {
    const node = this.#pending.get(nonce);
    if (!node) return;
    this.#pending.delete(nonce);
    this.#remove(node);
  }

  #arrive(comment: CommentView): void {
    const twin = comment.nonce === undefined ? undefined : this.#pending.get(comment.nonce);
    if (twin && this.#isOwn(comment)) return this.#confirm(twin, comment);
    const gone = comment.body === null && comment.replies === 0;
    if (gone || (comment.born <= this.#startSeq && !this.#left.has(comment.id))) return;
    if (this.#single && comment.parentId === null && !this.#isOwn(comment)) return;
    const parent = comment.parentId === null ? null : this.#nodes.get(comment.parentId);
    // Its place isn't loaded; it comes with its page.
    if (parent === undefined) return;
    const node = this.#admit(comment);
    if (this.#isOwn(comment) || this.mayEnter(comment)) {
      node.fresh = !this.#isOwn(comment);
      this.#place(node);
    } else if (parent) parent.waiting = inOrder([...parent.waiting, node]);
    else this.waiting = this.#ordered([...this.waiting, node], [node]);
  }

  #confirm(twin: CommentNode, comment: CommentView): void {
    this.#pending.delete(comment.nonce!);
    // A reply whose thread isn't on this page stood among the top-level ones only while it was pending.
    const misplaced = comment.parentId !== null && !this.#nodes.has(comment.parentId);
    if (misplaced) return this.#remove(twin);
    this.#nodes.set(comment.id, twin);
    twin.sending = null;
    twin.comment = this.#withMine(comment);
  }

  #admit(comment: CommentView): CommentNode {
    const node = new CommentNode(this.#withMine(comment));
    this.#nodes.set(comment.id, node);
    return node;
  }

  #update(node: CommentNode, comment: CommentView): void {
    const old = node.comment;
    // An answer to one's own write has `mine` and may come after the live message of the same seq.
    if (comment.seq < old.seq || (comment.seq === old.seq && !comment.mine)) return;
    const { helpful, notHelpful, counted } = newer(old, comment);
    const mine = comment.mine ? {} : mineOnArrival(comment, this.viewer, old.mine);
    node.comment = { ...comment, helpful, notHelpful, counted, ...mine };
    // Under a reply that is being written it stays as a tombstone: the text must not leave the page with it.
    if (comment.body === null && comment.replies === 0 && node.form !== 'reply') this.#forget(node);
  }

  #forget(node: CommentNode): void {
    this.#nodes.delete(node.comment.id);
    this.#left.add(node.comment.id);
    this.#remove(node);
  }

  #remove(node: CommentNode): void {
    const parent = this.#parentOf(node);
    const without = (nodes: CommentNode[]) => nodes.filter((other) => other !== node);
    if (parent) {
      parent.replies = without(parent.replies);
      parent.waiting = without(parent.waiting);
    } else {
      this.roots = without(this.roots);
      this.waiting = without(this.waiting);
    }
  }

  /** A page that was asked for brought what waited: it stands where the server listed it. */
  #unwait(node: CommentNode): void {
    const parent = this.#parentOf(node);
    const where = parent ?? this;
    if (!where.waiting.includes(node)) return;
    where.waiting = where.waiting.filter((other) => other !== node);
    this.#place(node);
  }

  #place(node: CommentNode): void {
    const parent = this.#parentOf(node);
    if (parent) parent.replies = inOrder([...parent.replies, node]);
    else this.roots = this.#ordered([...this.roots, node], [node]);
  }

  /** Top-level comments: by age where that is the order; elsewhere the new ones come first, the others stay put. */
  #ordered(all: CommentNode[], added: CommentNode[]): CommentNode[] {
    if (this.sort === 'oldest') return inOrder(all);
    const newest = inOrder(added).reverse();
    return [...newest, ...all.filter((node) => !added.includes(node))];
  }

  /** Null at the top level, and where the parent isn't on this page. */
  #parentOf({ comment }: CommentNode): CommentNode | null {
    return comment.parentId === null ? null : (this.#nodes.get(comment.parentId) ?? null);
  }

  #withMine(comment: CommentView): CommentView {
    return comment.mine ? comment : { ...comment, ...mineOnArrival(comment, this.viewer) };
  }

  #isOwn({ author }: CommentView): boolean {
    return this.viewer !== null && author?.username === this.viewer.username;
  }
}
