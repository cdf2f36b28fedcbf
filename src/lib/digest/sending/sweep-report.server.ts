import { runSchedule } from './run-schedule.server.ts';
import { settle } from './send-issue.server.ts';

/** Sends a due issue, and marks one as sent whose last mail is delivered. */
export async function sweepReport(now = new Date()): Promise<void> {
  await settle(now);
  await runSchedule(now);
}
