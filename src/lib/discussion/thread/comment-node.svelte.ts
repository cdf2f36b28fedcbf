import type { CommentView } from '#lib/live/events.ts';

/** `wait`: so many seconds, where the server asked for a pause before it takes the comment. */
export type Sending =
  { state: 'sending'; wait?: number } | { state: 'failed'; message: string; code: string };

/** The forms that can be open at a comment. */
export type CommentForm = 'reply' | 'edit' | 'withdraw';

/** A comment in the thread on the page: what it says, what stands below it, how it is shown. */
export class CommentNode {
  /** Stays the same when a pending comment is confirmed, so that the page keeps its element. */
  readonly key: string;
  #comment = $state.raw() as CommentView;
  /** Apart from the comment, which changes with each reply: all that stands below would have to look again. */
  locked = $state(false);
  parentId: string | null = null;
  replies = $state.raw<CommentNode[]>([]);
  /** Replies that have arrived and wait to be opened, so that nothing moves under the reader. */
  waiting = $state.raw<CommentNode[]>([]);
  /** Where the rest of the replies begins, as the server said. */
  more = $state<string | null>(null);
  /** Opened just now: wears a wash that fades. */
  fresh = $state(false);
  collapsed = $state(false);
  /** Which form is open at it. */
  form = $state<CommentForm | null>(null);
  /** Why the last thing that was tried at it couldn't be done, as a sentence; empty where it could. */
  fault = $state('');
  /** Its own comment before the server has it; null once it has. */
  sending = $state.raw<Sending | null>(null);

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

/** The comment and all that is loaded below it. */
export function sizeOf(node: CommentNode): number {
  return node.replies.reduce((sum, reply) => sum + sizeOf(reply), 1);
}

/** Siblings stand in the order in which they were made; those not yet made stand last. */
export function sortedByBirth(nodes: CommentNode[]): CommentNode[] {
  return nodes.toSorted((a, b) => bornOf(a) - bornOf(b));
}

/**
 * Siblings in order, with one more among them. It is nearly always the youngest, so its place is looked for from the
 * end: in a storm a sort for each that comes would go through all of a long thread.
 */
export function inserted(nodes: CommentNode[], node: CommentNode): CommentNode[] {
  const before = nodes.findLastIndex((other) => bornOf(other) <= bornOf(node));
  return nodes.toSpliced(before + 1, 0, node);
}

function bornOf({ comment, sending }: CommentNode): number {
  return sending ? Infinity : comment.born;
}
