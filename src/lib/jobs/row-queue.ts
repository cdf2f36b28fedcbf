/** A row of ours that a job is about. */
export interface JobRow {
  id: string;
  /** A higher one is worked on first. */
  priority?: number;
}

/** One attempt at a job. */
export interface Attempt {
  /** The row's id. */
  id: string;
  /** Whether no further attempt follows if this one fails. */
  last: boolean;
}

/** How an attempt ended. `again`: it is repeated later, for the reason given. */
export type Outcome = { id: string; done: true } | { id: string; done: false; again: string };

/**
 * Work that rows of ours wait for. The rows say what is to be done and survive a backup; the queue only schedules the
 * attempts and repeats them. Whatever is missing in the queue is put there again from `unscheduled`.
 */
export interface RowQueue {
  name: string;
  /** Rows that are read at once, and attempts in one call of `attempt`. */
  batch: number;
  /** Batches that one process works on at the same time. */
  workers: number;
  /** Repetitions after the first attempt, and the seconds before the first of them; doubled each time up to `longest`. */
  repeat: { times: number; after: number; longest: number };
  /** Seconds that one batch may take. After that, another worker repeats it. */
  patience: number;
  /** Rows that wait and have no job, up to `limit` of them. */
  unscheduled: (limit: number) => Promise<JobRow[]>;
  /** Tries each, and says of each how it ended. If this throws, all are repeated. */
  attempt: (attempts: Attempt[]) => Promise<Outcome[]>;
}
