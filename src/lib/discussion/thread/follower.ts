import type { ClaimTally, CommentView, RatingTally, VerdictChanged } from '#lib/live/events.ts';

/** What `changes?since=` answers. */
export interface ChangesResponse {
  seq: number;
  comments: CommentView[];
  more: boolean;
  reset: boolean;
  tally: number;
  total: number;
  claims?: ClaimTally[];
  ratings?: RatingTally[];
}

export interface FollowerPorts {
  changesSince: (seq: number, tally: number) => Promise<ChangesResponse>;
  /** Must be safe to repeat and in any order: upsert by id, newer seq wins. `total`: the comments of the verdict, where this is the newest news. */
  apply: (comments: CommentView[], total?: number) => void;
  tallied: (claims: ClaimTally[], ratings: RatingTally[]) => void;
  /** Too far behind: what is on the page must be loaded anew. */
  reset: () => void;
}

/** A message that comes out of turn waits so many milliseconds for the one before it. */
const PATIENCE = 400;
/** After a resync that failed, the first try again; doubled each time up to the longest. */
const RETRY = 500;
const LONGEST_RETRY = 10_000;

/**
 * Keeps one reader's copy of a thread without gaps. It knows the seq up to which it has everything; a message that
 * follows on is applied, anything else (a hole, a reconnect, a heartbeat with a newer head) makes it ask what
 * changed since. Nothing is replayed: the answer is how things stand now. Browser and load test use the same one.
 */
export class Follower {
  readonly #ports: FollowerPorts;
  #seq: number;
  #tally: number;
  #early: VerdictChanged[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  /** How often it asked for changes. */
  resyncs = 0;

  constructor(start: { seq: number; tally: number }, ports: FollowerPorts) {
    this.#seq = start.seq;
    this.#tally = start.tally;
    this.#ports = ports;
  }

  /** Everything up to this change is here. */
  get seq(): number {
    return this.#seq;
  }

  get tally(): number {
    return this.#tally;
  }

  /** A `verdict:changed` arrived. */
  onChanged(news: VerdictChanged): void {
    if (news.since > this.#seq) {
      this.#early.push(news);
      this.#expect();
      return;
    }
    this.#take(news);
    this.#takeEarly();
  }

  /** A heartbeat told the server's head. The message that brings it may be on its way, so it gets a moment. */
  onHead(head: number): void {
    if (head > this.#seq) this.#expect();
  }

  /** Asks what changed; while one such question is open, asks once more after it. Never throws: tries again later. */
  resync(): Promise<void> {
    if (this.#running) this.#again = true;
    return (this.#running ??= this.#catchUp().finally(() => {
      this.#running = null;
    }));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #expect(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.resync();
    }, PATIENCE);
  }

  #take({ seq, comments, total }: Pick<VerdictChanged, 'seq' | 'comments' | 'total'>): void {
    this.#ports.apply(comments, seq >= this.#seq ? total : undefined);
    this.#seq = Math.max(this.#seq, seq);
  }

  /** What came out of turn may follow on now. */
  #takeEarly(): void {
    const waiting = this.#early.sort((a, b) => a.since - b.since);
    this.#early = [];
    for (const news of waiting) {
      if (news.since > this.#seq) this.#early.push(news);
      else this.#take(news);
    }
    if (this.#early.length === 0 && this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  async #catchUp(): Promise<void> {
    let wait = RETRY;
    do {
      this.#again = false;
      try {
        await this.#askUntilLevel();
        wait = RETRY;
      } catch {
        // The network is away (the page shows that) or the server is; both come back. Asking again is all there is.
        if (this.#stopped) return;
        await new Promise((done) => setTimeout(done, wait));
        wait = Math.min(wait * 2, LONGEST_RETRY);
        this.#again = true;
      }
    } while (this.#again && !this.#stopped);
  }

  /**
   * Gathers all answers before it applies them, what was born first first: they come in the order of the last
   * change, and a reply may have changed before what it answers did; shown on its own it would have no place.
   */
  async #askUntilLevel(): Promise<void> {
    const gathered = new Map<string, CommentView>();
    for (let since = this.#seq; ;) {
      this.resyncs += 1;
      const answer = await this.#ports.changesSince(since, this.#tally);
      if (this.#stopped) return;
      if (answer.reset) {
        this.stop();
        this.#ports.reset();
        return;
      }
      for (const comment of answer.comments) gathered.set(comment.id, comment);
      since = answer.seq;
      if (!answer.more) return this.#level(answer, [...gathered.values()]);
    }
  }

  /** Takes over what the last answer closed. */
  #level({ seq, tally, total, claims, ratings }: ChangesResponse, comments: CommentView[]): void {
    this.#take({ seq, comments: comments.sort((a, b) => a.born - b.born), total });
    this.#tally = Math.max(this.#tally, tally);
    if (claims || ratings) this.#ports.tallied(claims ?? [], ratings ?? []);
    this.#takeEarly();
  }
}
