import type { CommentView, VerdictChanged } from './events.ts';

export interface OutboxTimes {
  /** Least milliseconds between two messages of a verdict: what changes in between is gathered into one. */
  gather: number;
  /** Milliseconds to wait for a change that was committed earlier but is told later; 0 where other processes tell theirs. */
  patience: number;
}

interface Held {
  comments: CommentView[];
  total: number;
  at: number;
}

/**
 * After a message that took long to tell (a crowd of thousands: one write for each) comes a pause of so many times as
 * long, so that telling leaves the process time to take what is to be told; but none that a reader would notice. In a
 * storm nobody reads along, and telling less often is what lets it be told at all: fewer, larger messages.
 */
const REST = { after: 3, longest: 250 };
const REST_IN_STORM = { after: 12, longest: 400 };

/** Comments in one message that make it a storm's: nobody reads as many in the least time between two messages. */
const STORM = 8;

interface Line {
  /** The last seq that was told; null before the first. */
  told: number | null;
  held: Map<number, Held>;
  /** Calls off the next flush; null where none is due. */
  callOff: (() => void) | null;
  /** When it last told something. Like all times here on the clock that nobody can set: set back, the other would hold news. */
  toldAt: number;
  /** Milliseconds until it may tell the next. */
  rest: number;
}

/**
 * Puts the committed changes of each verdict into the order of their seq and tells them in batches. Two writers
 * commit in seq order, but nothing orders what they do next: 7 can reach this place before 6. Telling 7 first would
 * send every reader to `changes`, so 7 waits a moment for 6. Should 6 never come (its process died between commit
 * and here), 7 goes out alone with `since: 6`, and the readers fetch what is missing.
 */
export class Outbox {
  readonly #times: OutboxTimes;
  readonly #tell: (news: VerdictChanged, waited: number) => void;
  readonly #lines = new Map<string, Line>();

  /** @param tell is given the message and how many milliseconds its oldest change has waited */
  constructor(times: OutboxTimes, tell: (news: VerdictChanged, waited: number) => void) {
    this.#times = times;
    this.#tell = tell;
  }

  /** `comments`: the anonymous reader's view of every comment that change `seq` touched. */
  add(
    verdict: string,
    { seq, comments, total }: { seq: number; comments: CommentView[]; total: number },
  ): void {
    const line = this.#lines.get(verdict) ?? newLine();
    this.#lines.set(verdict, line);
    line.held.set(seq, { comments, total, at: performance.now() });
    // After a quiet moment it goes at once: most comments come alone, and waiting would only make them late.
    const rest = line.toldAt + line.rest - performance.now();
    line.callOff ??= after(rest, () => this.#flush(verdict, line));
  }

  /** Tells at once what waits, holes or not: the server stops, and what it knows must reach the other processes. */
  flush(): void {
    for (const [verdict, line] of this.#lines) {
      line.callOff?.();
      this.#flush(verdict, line, { patient: false });
    }
    this.#lines.clear();
  }

  #flush(verdict: string, line: Line, { patient = true } = {}): void {
    line.callOff = null;
    for (const seqs of runs([...line.held.keys()].sort((a, b) => a - b))) {
      const first = seqs[0]!;
      if (patient && !this.#mayGo(line, first)) break;
      this.#tellRun(verdict, line, seqs);
    }
    if (line.held.size > 0) line.callOff = after(line.rest, () => this.#flush(verdict, line));
  }

  #mayGo(line: Line, first: number): boolean {
    const follows = line.told === null || first <= line.told + 1;
    return follows || performance.now() - line.held.get(first)!.at >= this.#times.patience;
  }

  #tellRun(verdict: string, line: Line, seqs: number[]): void {
    const latest = new Map<string, CommentView>();
    const { total } = line.held.get(seqs.at(-1)!)!;
    const oldest = Math.min(...seqs.map((seq) => line.held.get(seq)!.at));
    for (const seq of seqs) {
      for (const comment of line.held.get(seq)!.comments) {
        const known = latest.get(comment.id);
        if (!known || known.seq <= comment.seq) latest.set(comment.id, comment);
      }
      line.held.delete(seq);
    }
    const seq = seqs.at(-1)!;
    line.told = Math.max(line.told ?? 0, seq);
    const comments = [...latest.values()].sort((a, b) => a.born - b.born);
    const begun = performance.now();
    this.#tell({ verdict, since: seqs[0]! - 1, seq, comments, total }, begun - oldest);
    line.toldAt = performance.now();
    const { after, longest } = comments.length < STORM ? REST : REST_IN_STORM;
    line.rest = Math.max(this.#times.gather, Math.min(after * (line.toldAt - begun), longest));
  }
}

function newLine(): Line {
  return { told: null, held: new Map(), callOff: null, toldAt: -Infinity, rest: 0 };
}

/** What is due goes when the turn is over in which it came (a batch comes in one turn): a timer's least is a millisecond. */
function after(ms: number, act: () => void): () => void {
  if (ms > 0) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  }
  const turn = setImmediate(act);
  return () => clearImmediate(turn);
}

/** [4, 5, 7] → [[4, 5], [7]] */
function runs(sorted: number[]): number[][] {
  const all: number[][] = [];
  for (const seq of sorted) {
    const last = all.at(-1);
    if (last && last.at(-1)! + 1 === seq) last.push(seq);
    else all.push([seq]);
  }
  return all;
}
