import type { Sort } from '#lib/discussion/comment.ts';
import { inCreationOrder, insertInOrder, type CommentNode } from './comment-node.svelte.ts';

/** The comments on one reader's page as a tree, with those that have arrived and are not shown yet. */
export class Thread {
  readonly sort: Sort;
  readonly #nodes = new Map<string, CommentNode>();
  roots = $state.raw<CommentNode[]>([]);
  /** Top-level comments behind the button "3 new comments". */
  waiting = $state.raw<CommentNode[]>([]);

  constructor(sort: Sort) {
    this.sort = sort;
  }

  find(id: string): CommentNode | undefined {
    return this.#nodes.get(id);
  }

  all(): CommentNode[] {
    return [...this.#nodes.values()];
  }

  findByNonce(nonce: string): CommentNode | undefined {
    for (const node of this.#nodes.values()) if (node.comment.nonce === nonce) return node;
    return undefined;
  }

  /** Null at the top level, and if the parent isn't on this page. */
  parentOf({ parentId }: CommentNode): CommentNode | null {
    return parentId === null ? null : (this.#nodes.get(parentId) ?? null);
  }

  chain(node: CommentNode): CommentNode[] {
    const chain: CommentNode[] = [];
    for (let at: CommentNode | null = node; at; at = this.parentOf(at)) chain.push(at);
    return chain;
  }

  /** Makes it findable by id; `place`, `append` or `hold` puts it into the tree. */
  register(node: CommentNode): void {
    this.#nodes.set(node.comment.id, node);
  }

  place(node: CommentNode): void {
    const parent = this.parentOf(node);
    if (parent) parent.replies = insertInOrder(parent.replies, node);
    else this.roots = this.#insertRoot(this.roots, node);
  }

  append(nodes: CommentNode[]): void {
    this.roots = [...this.roots, ...nodes];
  }

  hold(node: CommentNode): void {
    const parent = this.parentOf(node);
    if (parent) parent.waiting = insertInOrder(parent.waiting, node);
    else this.waiting = this.#insertRoot(this.waiting, node);
  }

  /** Shows a held comment that is part of a page the reader has loaded. */
  release(node: CommentNode): void {
    const owner = this.parentOf(node) ?? this;
    if (!owner.waiting.includes(node)) return;
    owner.waiting = owner.waiting.filter((other) => other !== node);
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

  openWaiting(): CommentNode[] {
    const opened = this.waiting.map((node) => Object.assign(node, { fresh: true }));
    this.waiting = [];
    const all = [...opened, ...this.roots];
    this.roots = this.sort === 'oldest' ? inCreationOrder(all) : all;
    return opened;
  }

  openReplies(parent: CommentNode): CommentNode[] {
    const opened = parent.waiting.map((node) => Object.assign(node, { fresh: true }));
    parent.waiting = [];
    parent.replies = inCreationOrder([...parent.replies, ...opened]);
    parent.collapsed = false;
    return opened;
  }

  /** Except when sorted by age, a new comment comes first and the others keep their places. */
  #insertRoot(nodes: CommentNode[], node: CommentNode): CommentNode[] {
    return this.sort === 'oldest' ? insertInOrder(nodes, node) : [node, ...nodes];
  }
}
