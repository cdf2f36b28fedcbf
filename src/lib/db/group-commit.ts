import { sqlStateOf } from './sql-state.ts';

/** So many in one statement: enough that the disk is not what waits, few enough that nobody waits long for the others. */
const MOST = 100;

interface Waiting<Item, Result> {
  item: Item;
  /** When it came, in milliseconds on the clock that nobody can set. */
  since: number;
  resolve: (result: Result) => void;
  reject: (fault: unknown) => void;
}

export interface GroupCommitOptions {
  /** Items in one batch. */
  most?: number;
  /** For the metrics: given the line itself, answers who is told of every batch that was done: each item's seconds. */
  watch?: (line: { readonly waiting: number }) => (seconds: number[]) => void;
}

type Run<Item, Result> = (key: string, items: Item[]) => Promise<(Result | Error)[]>;

/**
 * Does together what would be done one after the other. One batch for each key is under way; who comes meanwhile goes
 * with the next, so nobody is answered by work that began before they asked. Alone, nobody waits. For writes this is
 * group commit: one verdict's changes wait for its row, and each for the disk.
 */
export class GroupCommit<Item, Result> {
  readonly #work: Run<Item, Result>;
  readonly #most: number;
  readonly #done: ((seconds: number[]) => void) | undefined;
  /** Who waits, by key; a key is here while a batch of it is under way. */
  readonly #lines = new Map<string, Waiting<Item, Result>[]>();

  /**
   * `work`: what it writes, it writes in one transaction. Answers each item in order: its result, or the error that
   * concerns it alone.
   */
  constructor(work: Run<Item, Result>, { most = MOST, watch }: GroupCommitOptions = {}) {
    this.#work = work;
    this.#most = most;
    this.#done = watch?.(this);
  }

  /** Items that wait for the batch before theirs; those of a batch that is under way don't. */
  get waiting(): number {
    let sum = 0;
    for (const line of this.#lines.values()) sum += line.length;
    return sum;
  }

  /** Resolves when `item` is done. @throws what `work` answered for it, or threw for all */
  submit(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(key);
      const waiting = { item, since: performance.now(), resolve, reject };
      if (line) line.push(waiting);
      else {
        this.#lines.set(key, []);
        void this.#run(key, [waiting]);
      }
    });
  }

  async #run(key: string, batch: Waiting<Item, Result>[]): Promise<void> {
    const { answers, fault } = await this.#answered(
      key,
      batch.map(({ item }) => item),
    );
    const line = this.#lines.get(key)!;
    // The database is away: who waits behind would only wait as long for the same answer.
    const lost = fault ? line.splice(0) : [];
    const next = line.splice(0, this.#most);
    // The next batch is on its way before this one's answers are dealt with, which takes longer than sending it.
    if (next.length > 0) void this.#run(key, next);
    else this.#lines.delete(key);
    for (const { reject } of lost) reject(fault!.thrown);
    for (const [i, { resolve, reject }] of batch.entries()) {
      const answer = answers[i]!;
      if ('thrown' in answer) reject(answer.thrown);
      else resolve(answer.result);
    }
    if (!fault) this.#done?.(batch.map(({ since }) => (performance.now() - since) / 1000));
  }

  /** Never throws: what failed for one stands in its place, what failed for everybody is `fault` too. */
  async #answered(key: string, items: Item[]): Promise<Answered<Result>> {
    try {
      const results = await this.#work(key, items);
      const answers = results.map((result) => (result instanceof Error ? { thrown: result } : { result }));
      return { answers, fault: null };
    } catch (thrown) {
      if (refusesData(thrown) && items.length > 1) return this.#oneByOne(key, items);
      return { answers: items.map(() => ({ thrown })), fault: refusesData(thrown) ? null : { thrown } };
    }
  }

  /** One of them can't be stored; the others must not fail with it. */
  async #oneByOne(key: string, items: Item[]): Promise<Answered<Result>> {
    const answers: Answer<Result>[] = [];
    for (const item of items) {
      const { answers: own, fault } = await this.#answered(key, [item]);
      if (fault) return { answers: items.map((_, i) => answers[i] ?? fault), fault };
      answers.push(...own);
    }
    return { answers, fault: null };
  }
}

type Answer<Result> = { result: Result } | { thrown: unknown };

interface Answered<Result> {
  /** In the order of the items. */
  answers: Answer<Result>[];
  fault: { thrown: unknown } | null;
}

/** PostgreSQL's classes of error that are about what was to be written: data (22), constraints (23), rolled back (40). */
const ABOUT_DATA = /^(22|23|40)/;

/** Whether the database refused the statement itself: then nothing of it was written, and it may be tried in parts. */
function refusesData(fault: unknown): boolean {
  return ABOUT_DATA.test(sqlStateOf(fault) ?? '');
}
