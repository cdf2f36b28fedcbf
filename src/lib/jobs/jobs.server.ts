import { PgBoss } from 'pg-boss';
import { pool } from '#lib/db/client.server.ts';
import { JOB_SCHEMA } from '#lib/db/job-table.server.ts';
import { log } from '#lib/log.server.ts';
import type { Attempt, Outcome, RowQueue } from './row-queue.ts';

/**
 * Seconds after which a worker that has shown no sign of life is taken for killed, and its jobs are repeated. Twice
 * this and the interval of the check is the longest that a mail waits after `kill -9`.
 */
const HEARTBEAT = 20;
const CHECK_EVERY = 10;

/** Seconds between two looks for jobs whose time has come. New ones are announced, so only repetitions wait for it. */
const POLL_EVERY = 3;

/** Milliseconds between two looks for rows without a job: after a restore, or where an announcement was missed. */
const RECONCILE_EVERY = 60_000;

/** Jobs that are put into the queue with one statement. */
const AT_ONCE = 1000;

/** Seconds for which a finished job is kept, for debugging. */
const KEPT = 24 * 3600;

/** Milliseconds that running jobs may take to finish when the process stops. The others are repeated elsewhere. */
const STOP_WITHIN = 5_000;

interface Jobs {
  /** Puts what waits in this queue to work. */
  schedule: (queue: string) => Promise<void>;
  /** The same for all queues. */
  scheduleAll: () => Promise<void>;
  stop: () => Promise<void>;
}

// On globalThis: the entry, which stops them, and every hot reload are separate copies of this module.
const KEY = Symbol.for('copecheck.jobs');
const shared = globalThis as { [KEY]?: Jobs };

/** Starts this process's workers on these queues. Started again (a hot reload), it replaces the former ones. */
export async function startJobs(queues: RowQueue[]): Promise<Jobs> {
  await shared[KEY]?.stop();
  const boss = await openBoss();
  const workers = new Map<string, string>();
  for (const queue of queues) {
    await makeQueue(boss, queue);
    workers.set(queue.name, await work(boss, queue));
  }
  const schedule = once(async (name: string) => {
    const queue = queues.find((one) => one.name === name);
    if (!queue || !(await fill(boss, queue))) return;
    boss.notifyWorker(workers.get(name)!);
  });
  const scheduleAll = async () => void (await Promise.all(queues.map(({ name }) => schedule(name))));
  const clock = setInterval(() => void scheduleAll(), RECONCILE_EVERY);
  clock.unref();
  const stop = async () => {
    clearInterval(clock);
    if (shared[KEY] === jobs) delete shared[KEY];
    await boss.stop({ graceful: true, timeout: STOP_WITHIN });
  };
  const jobs: Jobs = { schedule, scheduleAll, stop };
  shared[KEY] = jobs;
  void scheduleAll();
  return jobs;
}

/** Puts what waits in these queues into them without working on it: after a restore, which leaves the queue empty. */
export async function fillQueues(queues: RowQueue[]): Promise<void> {
  const boss = await openBoss();
  try {
    for (const queue of queues) {
      await makeQueue(boss, queue);
      await fill(boss, queue);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Rows of this queue are new or may go on. Where no workers run, the queue is filled when they start. */
export function scheduleJobs(queue: string): void {
  void shared[KEY]?.schedule(queue);
}

/** What may have been announced was missed: looks for it. */
export function scheduleAllJobs(): void {
  void shared[KEY]?.scheduleAll();
}

async function openBoss(): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: JOB_SCHEMA,
    // One pool for the whole process: it is bounded, see db/client.server.ts.
    db: { executeSql: async (text, values) => pool().query(text, values) },
    schedule: false,
    superviseIntervalSeconds: CHECK_EVERY,
    monitorIntervalSeconds: CHECK_EVERY,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (err) => log.warn({ err }, 'the job queue met an error; it goes on'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  await boss.start();
  return boss;
}

async function makeQueue(boss: PgBoss, { name, repeat, patience }: RowQueue): Promise<void> {
  const options = {
    retryLimit: repeat.times,
    retryDelay: repeat.after,
    retryBackoff: true,
    retryDelayMax: repeat.longest,
    expireInSeconds: patience,
    heartbeatSeconds: HEARTBEAT,
    deleteAfterSeconds: KEPT,
  };
  // Exclusive: one job waits or runs for each row, however many processes schedule it.
  await boss.createQueue(name, { ...options, policy: 'exclusive' });
  await boss.updateQueue(name, options);
}

async function work(boss: PgBoss, queue: RowQueue): Promise<string> {
  const options = {
    batchSize: queue.batch,
    localConcurrency: queue.workers,
    pollingIntervalSeconds: POLL_EVERY,
    burstWhenBatchFull: true,
    includeMetadata: true,
    perJobResults: true,
  } as const;
  return boss.work<{ row: string }, void, typeof options>(queue.name, options, async (jobs) => {
    const byRow = new Map(jobs.map((job) => [job.data.row, job]));
    const attempts = jobs.map(({ data, retryCount, retryLimit }): Attempt => ({
      id: data.row,
      last: retryCount >= retryLimit,
    }));
    const outcomes = await queue.attempt(attempts);
    return outcomes.map((outcome) => resultOf(outcome, byRow.get(outcome.id)!.id));
  });
}

function resultOf(outcome: Outcome, id: string) {
  return outcome.done
    ? { id, status: 'completed' as const }
    : { id, status: 'failed' as const, output: { message: outcome.again } };
}

/** Makes jobs for the rows that have none. @returns whether there were any */
async function fill(boss: PgBoss, { name, unscheduled }: RowQueue): Promise<boolean> {
  for (let any = false; ; any = true) {
    const rows = await unscheduled(AT_ONCE);
    if (rows.length === 0) return any;
    const jobs = rows.map(({ id, priority = 0 }) => ({ singletonKey: id, priority, data: { row: id } }));
    await boss.insert(name, jobs);
    if (rows.length < AT_ONCE) return true;
  }
}

/**
 * One call for each name at a time. A call that comes meanwhile runs once more afterwards, since the rows that it is
 * about may not have been seen.
 */
function once(run: (name: string) => Promise<void>): (name: string) => Promise<void> {
  const running = new Map<string, { again: boolean; ends: Promise<void> }>();
  return async (name) => {
    const current = running.get(name);
    if (current) {
      current.again = true;
      return current.ends;
    }
    const state = { again: true, ends: Promise.resolve() };
    running.set(name, state);
    state.ends = (async () => {
      try {
        for (; state.again; await run(name)) state.again = false;
      } catch (err) {
        log.warn({ err, queue: name }, 'jobs could not be scheduled; the next look finds them');
      } finally {
        running.delete(name);
      }
    })();
    return state.ends;
  };
}
