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
  comment = $state.raw() as CommentView;
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

  /** How many comments wait below it, those under waiting ones included. */
  get waitingCount(): number {
    return this.waiting.reduce((sum, node) => sum + sizeOf(node), 0);
  }
}

/** The comment and all that is loaded below it. */
export function sizeOf(node: CommentNode): number {
  return node.replies.reduce((sum, reply) => sum + sizeOf(reply), 1);
}

/** Siblings stand in the order in which they were made; those not yet made stand last. */
export function inOrder(nodes: CommentNode[]): CommentNode[] {
  return nodes.toSorted((a, b) => bornOf(a) - bornOf(b));
}

function bornOf({ comment, sending }: CommentNode): number {
  return sending ? Infinity : comment.born;
}
