import type { CommentView } from '#lib/live/events.ts';
import type { Markup } from '#lib/ui/markup.ts';

/** `wait`: seconds until it is sent again, as the server asked. */
export type SendState = { state: 'sending'; wait?: number } | { state: 'failed'; message: string };

/** `cursor`: among the replies below `root`. */
export interface MoreReplies {
  root: string;
  cursor: string;
  count: number;
}

export type CommentForm = 'reply' | 'edit' | 'withdraw';

export class CommentNode {
  /** Stays the same when a pending comment is confirmed, so that the page keeps its element. */
  readonly key: string;
  #comment = $state.raw() as CommentView;
  /** Kept apart from the comment, which changes with each reply: everything below depends on it. */
  locked = $state(false);
  parentId: string | null = null;
  replies = $state.raw<CommentNode[]>([]);
  /** Replies that have arrived and are not shown yet, so that nothing moves under the reader. */
  waiting = $state.raw<CommentNode[]>([]);
  /** Replies that aren't loaded, of which the first is one to this comment. */
  more = $state.raw<MoreReplies | null>(null);
  /** They are being loaded. */
  isLoading = $state(false);
  /** Shown just now: highlighted until it fades. */
  fresh = $state(false);
  /** In its byline: that it is new to this reader. */
  mark = $state.raw<Markup | null>(null);
  collapsed = $state(false);
  form = $state<CommentForm | null>(null);
  fault = $state('');
  sending = $state.raw<SendState | null>(null);

  constructor(comment: CommentView) {
    this.key = comment.nonce ?? comment.id;
    this.comment = comment;
  }

  get comment(): CommentView {
    return this.#comment;
  }

  set comment(comment: CommentView) {
    this.#comment = comment;
    this.locked = comment.locked === true;
    this.parentId = comment.parentId;
  }
}

/** Of its list item. */
export function classesOf({ fresh, sending }: CommentNode): (string | false)[] {
  return ['comment', fresh && 'fresh', sending?.state === 'sending' && 'waits'];
}

export function branchSize(node: CommentNode): number {
  return node.replies.reduce((sum, reply) => sum + branchSize(reply), 1);
}

export function inCreationOrder(nodes: CommentNode[]): CommentNode[] {
  return nodes.toSorted((a, b) => creationSeq(a) - creationSeq(b));
}

/** Searches from the end, because a new comment is nearly always the youngest: in a long thread sorting is slow. */
export function insertInOrder(nodes: CommentNode[], node: CommentNode): CommentNode[] {
  const before = nodes.findLastIndex((other) => creationSeq(other) <= creationSeq(node));
  return nodes.toSpliced(before + 1, 0, node);
}

/** Pending comments come last. */
function creationSeq({ comment, sending }: CommentNode): number {
  return sending ? Infinity : comment.born;
}
