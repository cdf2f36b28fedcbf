export interface JobRow {
  id: string;
  priority?: number;
}

export interface Attempt {
  id: string;
  /** Whether it is the last one, even if it fails. */
  last: boolean;
}

/** How an attempt ended. `reason`: why it is retried later. */
export type Outcome = { id: string; done: true } | { id: string; done: false; reason: string };

// The rows say what to do and are part of a backup; the queue only schedules and retries. Missing jobs are added from
// `unscheduled`.
export interface RowQueue {
  name: string;
  /** Attempts in one call of `attempt`. */
  batch: number;
  /** Batches that one process works on in parallel. */
  workers: number;
  /** Retries after the first attempt, and the seconds before the first retry; they double each time up to `longest`. */
  retry: { times: number; after: number; longest: number };
  /** Seconds that one batch may take. After that, another worker retries it. */
  timeout: number;
  unscheduled: (limit: number) => Promise<JobRow[]>;
  /** Returns how each attempt ended. If it throws, all are retried. */
  attempt: (attempts: Attempt[]) => Promise<Outcome[]>;
}
