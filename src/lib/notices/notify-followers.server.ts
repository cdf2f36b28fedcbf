import { scheduleJobs } from '#lib/jobs/jobs.server.ts';
import type { RowQueue } from '#lib/jobs/row-queue.ts';
import { FANOUT_QUEUE, unscheduledFanouts, waitingFanouts } from './fanout.store.server.ts';
import { publishUnreadCounts } from './publish-unread-counts.server.ts';
import { insertFollowerNotices } from './recipients.store.server.ts';

/**
 * Notifies the followers of new comments, apart from the transaction that posts them: a verdict may have ten thousand
 * followers, and the verdict's row is locked while a comment is written.
 */
export const fanoutQueue: RowQueue = {
  name: FANOUT_QUEUE,
  batch: 5,
  workers: 1,
  retry: { times: 10, after: 2, longest: 600 },
  timeout: 120,
  unscheduled: unscheduledFanouts,
  attempt: async (attempts) => {
    for (const { id } of attempts) await notifyFollowersOf(id, new Date());
    return attempts.map(({ id }) => ({ id, done: true }));
  },
};

/** A comment with followers was committed. */
export function scheduleFollowerNotices(): void {
  scheduleJobs(FANOUT_QUEUE);
}

/** Without the job queue, as on the command line and in tests. */
export async function notifyWaitingFollowers(now = new Date()): Promise<void> {
  for (const id of await waitingFanouts()) await notifyFollowersOf(id, now);
}

async function notifyFollowersOf(commentId: string, now: Date): Promise<void> {
  await publishUnreadCounts(await insertFollowerNotices(commentId, now));
}
