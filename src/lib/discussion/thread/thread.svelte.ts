import type { Sort } from '#lib/discussion/comment.ts';
import { sortedByBirth, inserted, type CommentNode } from './comment-node.svelte.ts';

/** The comments on one reader's page as a tree: where each stands, and which have arrived and wait to be opened. */
export class Thread {
  readonly sort: Sort;
  readonly #nodes = new Map<string, CommentNode>();
  roots = $state.raw<CommentNode[]>([]);
  /** Top-level comments that arrived and wait behind "3 new comments". */
  waiting = $state.raw<CommentNode[]>([]);

  constructor(sort: Sort) {
    this.sort = sort;
  }

  find(id: string): CommentNode | undefined {
    return this.#nodes.get(id);
  }

  findByNonce(nonce: string): CommentNode | undefined {
    for (const node of this.#nodes.values()) if (node.comment.nonce === nonce) return node;
    return undefined;
  }

  /** Null at the top level, and where the parent isn't on this page. */
  parentOf({ parentId }: CommentNode): CommentNode | null {
    return parentId === null ? null : (this.#nodes.get(parentId) ?? null);
  }

  /** It and what stands above it, itself first. */
  chain(node: CommentNode): CommentNode[] {
    const chain: CommentNode[] = [];
    for (let at: CommentNode | null = node; at; at = this.parentOf(at)) chain.push(at);
    return chain;
  }

  /** Makes it known by its comment's id; where it stands is said by one of the next three. */
  register(node: CommentNode): void {
    this.#nodes.set(node.comment.id, node);
  }

  place(node: CommentNode): void {
    const parent = this.parentOf(node);
    if (parent) parent.replies = inserted(parent.replies, node);
    else this.roots = this.#entered(this.roots, node);
  }

  /** Top-level comments that the server listed next, as it listed them. */
  append(nodes: CommentNode[]): void {
    this.roots = [...this.roots, ...nodes];
  }

  /** Out of sight until somebody opens what waits there. */
  hold(node: CommentNode): void {
    const parent = this.parentOf(node);
    if (parent) parent.waiting = inserted(parent.waiting, node);
    else this.waiting = this.#entered(this.waiting, node);
  }

  /** It waited, and is on the page that was asked for: it stands where the server listed it. */
  release(node: CommentNode): void {
    const where = this.parentOf(node) ?? this;
    if (!where.waiting.includes(node)) return;
    where.waiting = where.waiting.filter((other) => other !== node);
    this.place(node);
  }

  remove(node: CommentNode): void {
    const without = (nodes: CommentNode[]) => nodes.filter((other) => other !== node);
    const parent = this.parentOf(node);
    this.#nodes.delete(node.comment.id);
    if (parent) {
      parent.replies = without(parent.replies);
      parent.waiting = without(parent.waiting);
    } else {
      this.roots = without(this.roots);
      this.waiting = without(this.waiting);
    }
  }

  /** Opens what waits at the top. Returns the nodes, in the order they stand. */
  openWaiting(): CommentNode[] {
    const opened = this.waiting.map((node) => Object.assign(node, { fresh: true }));
    this.waiting = [];
    const all = [...opened, ...this.roots];
    this.roots = this.sort === 'oldest' ? sortedByBirth(all) : all;
    return opened;
  }

  /** Opens what waits below `parent`. */
  openReplies(parent: CommentNode): CommentNode[] {
    const opened = parent.waiting.map((node) => Object.assign(node, { fresh: true }));
    parent.waiting = [];
    parent.replies = sortedByBirth([...parent.replies, ...opened]);
    parent.collapsed = false;
    return opened;
  }

  /** Top-level comments: by age where that is the order; elsewhere a new one comes first, the others stay put. */
  #entered(nodes: CommentNode[], node: CommentNode): CommentNode[] {
    return this.sort === 'oldest' ? inserted(nodes, node) : [node, ...nodes];
  }
}
