import { PgBoss } from 'pg-boss';
import { pool } from '#lib/db/client.server.ts';
import { JOB_SCHEMA } from '#lib/db/job-table.server.ts';
import { log } from '#lib/log.server.ts';
import { processState } from '#lib/process-state.ts';
import type { Attempt, Outcome, RowQueue } from './row-queue.ts';

// Seconds after which a worker without a heartbeat counts as killed, and its jobs are retried. A mail waits at most
// twice this and the interval of the check after `kill -9`.
const HEARTBEAT = 20;
const CHECK_EVERY = 10;

/** Seconds between two polls for due jobs. New jobs are announced, so only retries wait for it. */
const POLL_EVERY = 3;

/** Milliseconds between two searches for rows without a job, after a restore or a missed announcement. */
const RECONCILE_EVERY = 60_000;

const INSERT_BATCH = 1000;

/** Seconds for which a finished job is kept, for debugging. */
const KEEP = 24 * 3600;

/** Milliseconds that running jobs may take to finish when the process stops. Others are retried elsewhere. */
const STOP_WITHIN = 5_000;

export interface Jobs {
  /** Makes jobs for the waiting rows of this queue, and starts them. */
  schedule: (queue: string) => Promise<void>;
  scheduleAll: () => Promise<void>;
  stop: () => Promise<void>;
}

const shared = processState<Jobs>('jobs');

/** Starts this process's workers. Called again after a hot reload, it replaces them. */
export async function startJobs(queues: RowQueue[]): Promise<Jobs> {
  await shared.value?.stop();
  const boss = await openBoss();
  const workers = new Map<string, string>();
  for (const queue of queues) {
    await createQueue(boss, queue);
    workers.set(queue.name, await work(boss, queue));
  }
  const schedule = oneAtATime(async (name: string) => {
    const queue = queues.find((one) => one.name === name);
    if (!queue || !(await fill(boss, queue))) return;
    boss.notifyWorker(workers.get(name)!);
  });
  const scheduleAll = async () => void (await Promise.all(queues.map(({ name }) => schedule(name))));
  const timer = setInterval(() => void scheduleAll(), RECONCILE_EVERY).unref();
  const stop = async () => {
    clearInterval(timer);
    if (shared.value === jobs) shared.value = undefined;
    await boss.stop({ graceful: true, timeout: STOP_WITHIN });
  };
  const jobs: Jobs = { schedule, scheduleAll, stop };
  shared.value = jobs;
  void scheduleAll();
  return jobs;
}

/** Makes jobs for the waiting rows without working on them: after a restore, which leaves the queue empty. */
export async function fillQueues(queues: RowQueue[]): Promise<void> {
  const boss = await openBoss();
  try {
    for (const queue of queues) {
      await createQueue(boss, queue);
      await fill(boss, queue);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Rows of this queue are new or may continue. Without workers, the queue is filled when they start. */
export function scheduleJobs(queue: string): void {
  void shared.value?.schedule(queue);
}

/** After announcements may have been missed. */
export function scheduleAllJobs(): void {
  void shared.value?.scheduleAll();
}

async function openBoss(): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: JOB_SCHEMA,
    db: { executeSql: async (text, values) => pool().query(text, values) },
    schedule: false,
    superviseIntervalSeconds: CHECK_EVERY,
    monitorIntervalSeconds: CHECK_EVERY,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (err) => log.warn({ err }, 'an error in the job queue'));
  boss.on('warning', (warning) => log.warn({ warning }, 'a warning of the job queue'));
  await boss.start();
  return boss;
}

async function createQueue(boss: PgBoss, { name, retry, timeout }: RowQueue): Promise<void> {
  const options = {
    retryLimit: retry.times,
    retryDelay: retry.after,
    retryBackoff: true,
    retryDelayMax: retry.longest,
    expireInSeconds: timeout,
    heartbeatSeconds: HEARTBEAT,
    deleteAfterSeconds: KEEP,
  };
  // Exclusive: each row has one job, however many processes schedule it.
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
    : { id, status: 'failed' as const, output: { message: outcome.reason } };
}

async function fill(boss: PgBoss, { name, unscheduled }: RowQueue): Promise<boolean> {
  for (let any = false; ; any = true) {
    const rows = await unscheduled(INSERT_BATCH);
    if (rows.length === 0) return any;
    const jobs = rows.map(({ id, priority = 0 }) => ({ singletonKey: id, priority, data: { row: id } }));
    await boss.insert(name, jobs);
    if (rows.length < INSERT_BATCH) return true;
  }
}

/** One run for each name at a time. A call during a run causes another run, since the first may not have seen its rows. */
function oneAtATime(run: (name: string) => Promise<void>): (name: string) => Promise<void> {
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
        log.warn({ err, queue: name }, 'jobs could not be scheduled; the next search finds them');
      } finally {
        running.delete(name);
      }
    })();
    return state.ends;
  };
}
