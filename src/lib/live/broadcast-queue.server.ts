import type { CommentView, VerdictChanged } from './events.ts';

export interface QueueTimes {
  /** Least milliseconds between two messages of a verdict: changes in between are combined. */
  interval: number;
  /** Milliseconds to wait for a change that was committed earlier but arrives later; 0 if other processes send theirs. */
  gapTimeout: number;
}

export interface QueuedChange {
  seq: number;
  comments: CommentView[];
  total: number;
}

type PendingChange = QueuedChange & { addedAt: number };

// After a send, pause `factor` times as long as it took, at most `max` ms, so that the process gets to its other work. In
// a storm, fewer and larger messages are what makes sending possible.
const PAUSE = { factor: 3, max: 250 };
const STORM_PAUSE = { factor: 12, max: 400 };

/** Comments in one message that make a storm: too many to read before the next message. */
const STORM = 8;

// Times are on the monotonic clock: a wall clock that is set back would hold messages.
interface ThreadQueue {
  /** The last seq that was sent; null before the first. */
  sentSeq: number | null;
  pending: Map<number, PendingChange>;
  /** Cancels the next flush; null if none is scheduled. */
  cancelFlush: (() => void) | null;
  sentAt: number;
  pause: number;
}

/**
 * Sends committed changes in the order of their seq, in batches. Two writers commit in seq order, but 7 can arrive here
 * before 6. Sending 7 first would make every reader fetch the changes, so 7 waits a moment for 6. If 6 never arrives
 * (its process died), 7 is sent with `since: 6`, and the readers fetch what is missing.
 */
export class BroadcastQueue {
  readonly #times: QueueTimes;
  readonly #send: (message: VerdictChanged, waited: number) => void;
  readonly #threads = new Map<string, ThreadQueue>();

  /** @param send is called with the message and how many milliseconds its oldest change has waited */
  constructor(times: QueueTimes, send: (message: VerdictChanged, waited: number) => void) {
    this.#times = times;
    this.#send = send;
  }

  add(verdict: string, change: QueuedChange): void {
    const thread = this.#threads.get(verdict) ?? newThread();
    this.#threads.set(verdict, thread);
    thread.pending.set(change.seq, { ...change, addedAt: performance.now() });
    // The first change after a pause is sent at once: most comments are alone, and waiting would only delay them.
    const delay = thread.sentAt + thread.pause - performance.now();
    thread.cancelFlush ??= after(delay, () => this.#flush(verdict, thread));
  }

  /** Sends everything at once, gaps or not: the server stops, and the other processes must get what it knows. */
  flush(): void {
    for (const [verdict, thread] of this.#threads) {
      thread.cancelFlush?.();
      this.#flush(verdict, thread, { waitForGaps: false });
    }
    this.#threads.clear();
  }

  #flush(verdict: string, thread: ThreadQueue, { waitForGaps = true } = {}): void {
    thread.cancelFlush = null;
    for (const seqs of consecutive([...thread.pending.keys()].sort((a, b) => a - b))) {
      if (waitForGaps && !this.#maySend(thread, seqs[0]!)) break;
      this.#sendChanges(verdict, thread, take(thread.pending, seqs));
    }
    if (thread.pending.size > 0) thread.cancelFlush = after(thread.pause, () => this.#flush(verdict, thread));
  }

  #maySend({ sentSeq, pending }: ThreadQueue, first: number): boolean {
    const hasGap = sentSeq !== null && first > sentSeq + 1;
    return !hasGap || performance.now() - pending.get(first)!.addedAt >= this.#times.gapTimeout;
  }

  #sendChanges(verdict: string, thread: ThreadQueue, changes: PendingChange[]): void {
    const { seq, total } = changes.at(-1)!;
    const since = changes[0]!.seq - 1;
    const comments = latestComments(changes);
    const oldest = Math.min(...changes.map(({ addedAt }) => addedAt));
    thread.sentSeq = Math.max(thread.sentSeq ?? 0, seq);
    const began = performance.now();
    this.#send({ verdict, since, seq, comments, total }, began - oldest);
    thread.sentAt = performance.now();
    const { factor, max } = comments.length < STORM ? PAUSE : STORM_PAUSE;
    thread.pause = Math.max(this.#times.interval, Math.min(factor * (thread.sentAt - began), max));
  }
}

function newThread(): ThreadQueue {
  return { sentSeq: null, pending: new Map(), cancelFlush: null, sentAt: -Infinity, pause: 0 };
}

function take(pending: ThreadQueue['pending'], seqs: number[]): PendingChange[] {
  return seqs.map((seq) => {
    const change = pending.get(seq)!;
    pending.delete(seq);
    return change;
  });
}

/** Each comment once, as its last change left it, oldest first. */
function latestComments(changes: PendingChange[]): CommentView[] {
  const latest = new Map<string, CommentView>();
  for (const comment of changes.flatMap(({ comments }) => comments)) {
    const known = latest.get(comment.id);
    if (!known || known.seq <= comment.seq) latest.set(comment.id, comment);
  }
  return [...latest.values()].sort((a, b) => a.born - b.born);
}

/** Without a delay: at the end of this turn of the event loop (a batch arrives in one), since a timer takes 1 ms at least. */
function after(ms: number, act: () => void): () => void {
  if (ms > 0) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  }
  const turn = setImmediate(act);
  return () => clearImmediate(turn);
}

/** [4, 5, 7] → [[4, 5], [7]] */
function consecutive(sorted: number[]): number[][] {
  const runs: number[][] = [];
  for (const seq of sorted) {
    const last = runs.at(-1);
    if (last && last.at(-1)! + 1 === seq) last.push(seq);
    else runs.push([seq]);
  }
  return runs;
}
