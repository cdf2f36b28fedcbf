import type { ClaimTally, CommentView, RatingTally, VerdictChanged } from '#lib/live/events.ts';
import type { ThreadChanges } from '#lib/discussion/reading/thread-changes.ts';

export interface ThreadSyncPorts {
  changesSince: (seq: number, tally: number) => Promise<ThreadChanges>;
  /** Must be idempotent and independent of order: upsert by id, the newer seq wins. `total` only if it is the latest. */
  apply: (comments: CommentView[], total?: number) => void;
  tallied: (claims: ClaimTally[], ratings: RatingTally[]) => void;
  reset: () => void;
}

/** Milliseconds that an early message waits for the one before it. */
const REORDER_WINDOW = 400;
/** Milliseconds before a failed resync is repeated; doubled each time up to the maximum. */
const RETRY = 500;
const MAX_RETRY = 10_000;

/**
 * Keeps one reader's copy of a thread without gaps. A message that follows on from its seq is applied. A gap, a
 * reconnect or a newer head fetches the changes since then, as comments in their current state: nothing is replayed.
 */
export class ThreadSync {
  readonly #ports: ThreadSyncPorts;
  #seq: number;
  #tally: number;
  #early: VerdictChanged[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #runAgain = false;
  #stopped = false;
  resyncs = 0;

  constructor(start: { seq: number; tally: number }, ports: ThreadSyncPorts) {
    this.#seq = start.seq;
    this.#tally = start.tally;
    this.#ports = ports;
  }

  get seq(): number {
    return this.#seq;
  }

  get tally(): number {
    return this.#tally;
  }

  onChanged(change: VerdictChanged): void {
    if (change.since > this.#seq) {
      this.#early.push(change);
      this.#resyncSoon();
      return;
    }
    this.#apply(change);
    this.#applyEarly();
  }

  /** A heartbeat. The message that brings its seq may be on the way. */
  onHead(seq: number): void {
    if (seq > this.#seq) this.#resyncSoon();
  }

  /** Fetches the changes; called while it runs, runs once more. Never rejects: it retries. */
  resync(): Promise<void> {
    if (this.#running) this.#runAgain = true;
    return (this.#running ??= this.#catchUp().finally(() => {
      this.#running = null;
    }));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #resyncSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.resync();
    }, REORDER_WINDOW);
  }

  #apply({ seq, comments, total }: Pick<VerdictChanged, 'seq' | 'comments' | 'total'>): void {
    this.#ports.apply(comments, seq >= this.#seq ? total : undefined);
    this.#seq = Math.max(this.#seq, seq);
  }

  #applyEarly(): void {
    const early = this.#early.sort((a, b) => a.since - b.since);
    this.#early = [];
    for (const change of early) {
      if (change.since > this.#seq) this.#early.push(change);
      else this.#apply(change);
    }
    if (this.#early.length === 0 && this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  async #catchUp(): Promise<void> {
    let wait = RETRY;
    do {
      this.#runAgain = false;
      try {
        await this.#fetchChanges();
        wait = RETRY;
      } catch {
        if (this.#stopped) return;
        await new Promise((done) => setTimeout(done, wait));
        wait = Math.min(wait * 2, MAX_RETRY);
        this.#runAgain = true;
      }
    } while (this.#runAgain && !this.#stopped);
  }

  /** Applies all pages at once, in the order of creation: a reply that changed before its parent would have no place. */
  async #fetchChanges(): Promise<void> {
    const comments = new Map<string, CommentView>();
    for (let since = this.#seq; ;) {
      this.resyncs += 1;
      const page = await this.#ports.changesSince(since, this.#tally);
      if (this.#stopped) return;
      if (page.reset) {
        this.stop();
        this.#ports.reset();
        return;
      }
      for (const comment of page.comments) comments.set(comment.id, comment);
      since = page.seq;
      if (!page.more) return this.#complete(page, [...comments.values()]);
    }
  }

  #complete({ seq, tally, total, claims, ratings }: ThreadChanges, comments: CommentView[]): void {
    this.#apply({ seq, comments: comments.sort((a, b) => a.born - b.born), total });
    this.#tally = Math.max(this.#tally, tally);
    if (claims || ratings) this.#ports.tallied(claims ?? [], ratings ?? []);
    this.#applyEarly();
  }
}
