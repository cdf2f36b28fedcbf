import { afterEach, expect, test, vi } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';
import { pool } from '../db/client.server.ts';
import { JOB_SCHEMA } from '../db/job-table.server.ts';
import { scheduleJobs, startJobs } from './jobs.server.ts';
import type { Attempt, JobRow, RowQueue } from './row-queue.ts';

await freshDatabase();

let stop = async () => {};
afterEach(() => stop());

/** Waiting rows, and their queue. `outcome` decides whether an attempt succeeds. */
function rowQueue(outcome: (attempt: Attempt, n: number) => boolean) {
  const waiting = new Map<string, JobRow>();
  const attempts: string[] = [];
  const queue: RowQueue = {
    name: 'rows',
    batch: 2,
    workers: 2,
    retry: { times: 2, after: 1, longest: 1 },
    timeout: 30,
    unscheduled: async (limit) => {
      const { rows } = await pool().query<{ singleton_key: string }>(
        `SELECT singleton_key FROM ${JOB_SCHEMA}.job WHERE state < 'completed'`,
      );
      const there = new Set(rows.map(({ singleton_key }) => singleton_key));
      return [...waiting.values()].filter(({ id }) => !there.has(id)).slice(0, limit);
    },
    attempt: async (batch) =>
      batch.map((attempt) => {
        attempts.push(attempt.id);
        const done = outcome(attempt, attempts.filter((id) => id === attempt.id).length);
        if (done) waiting.delete(attempt.id);
        return done ? { id: attempt.id, done } : { id: attempt.id, done, reason: 'not yet' };
      }),
  };
  const add = (...ids: string[]) => ids.forEach((id) => waiting.set(id, { id }));
  return { queue, waiting, attempts, add };
}

test('rows are worked on that waited before the start, or are announced later', async () => {
  const { queue, waiting, attempts, add } = rowQueue(() => true);
  add('a', 'b', 'c');
  ({ stop } = await startJobs([queue]));
  await vi.waitUntil(() => waiting.size === 0, PATIENCE);
  add('d');
  scheduleJobs('rows');
  await vi.waitUntil(() => waiting.size === 0, PATIENCE);
  expect(attempts.sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('a failed attempt is retried without the rest of its batch', async () => {
  const { queue, waiting, attempts, add } = rowQueue(({ id }, n) => id !== 'bad' || n === 2);
  add('good', 'bad');
  ({ stop } = await startJobs([queue]));
  await vi.waitUntil(() => waiting.size === 0, PATIENCE);
  expect(attempts.sort()).toEqual(['bad', 'bad', 'good']);
});

test('the last attempt is marked', async () => {
  const last: boolean[] = [];
  const { queue, waiting, add } = rowQueue((attempt) => {
    last.push(attempt.last);
    return attempt.last;
  });
  add('a');
  ({ stop } = await startJobs([queue]));
  await vi.waitUntil(() => waiting.size === 0, PATIENCE);
  expect(last).toEqual([false, false, true]);
});

test('a row that several processes announce many times gets one job', async () => {
  const { queue, waiting, attempts, add } = rowQueue(() => true);
  ({ stop } = await startJobs([queue]));
  add('a', 'b', 'c', 'd', 'e');
  const jobs = await startJobs([{ ...queue }]);
  stop = jobs.stop;
  await Promise.all(Array.from({ length: 20 }, () => jobs.schedule('rows')));
  await vi.waitUntil(() => waiting.size === 0, PATIENCE);
  expect(attempts.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
});
