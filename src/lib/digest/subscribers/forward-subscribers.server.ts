import { scheduleJobs } from '#lib/jobs/jobs.server.ts';
import type { Attempt, Outcome, RowQueue } from '#lib/jobs/row-queue.ts';
import { log } from '#lib/log.server.ts';
import { createAtBeehiiv } from './beehiiv.server.ts';
import {
  FORWARD_QUEUE,
  markForwarded,
  noteForwardError,
  toForward,
  unscheduledForwards,
} from './forward.store.server.ts';

/**
 * Creates confirmed subscribers at beehiiv, also those who confirmed before it was set up. A row is rescheduled after
 * the last retry, so none is lost.
 */
export const forwardQueue: RowQueue = {
  name: FORWARD_QUEUE,
  batch: 5,
  workers: 1,
  retry: { times: 20, after: 5, longest: 3600 },
  timeout: 60,
  unscheduled: unscheduledForwards,
  attempt: forwardSubscribers,
};

export function forwardSoon(): void {
  scheduleJobs(FORWARD_QUEUE);
}

export async function forwardSubscribers(attempts: Attempt[]): Promise<Outcome[]> {
  const emails = await toForward(attempts.map(({ id }) => id));
  return Promise.all(
    attempts.map(async ({ id, last }): Promise<Outcome> => {
      const email = emails.get(id);
      // Created already, or the subscription has ended.
      if (email === undefined) return { id, done: true };
      const fault = await forward(id, email);
      if (fault === null) return { id, done: true };
      if (last) log.warn({ subscriber: id, fault }, 'a subscriber could not be created at beehiiv for hours');
      return { id, done: false, reason: fault };
    }),
  );
}

/** @returns why it must be retried, or null */
async function forward(id: string, email: string): Promise<string | null> {
  try {
    await createAtBeehiiv(email);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    await noteForwardError(id, reason);
    return reason;
  }
  await markForwarded(id, new Date());
  return null;
}
