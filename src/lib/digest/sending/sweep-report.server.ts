import { runSchedule } from './run-schedule.server.ts';
import { settle } from './send-issue.server.ts';

/** What has to happen without anyone's request: an issue is due, or the last mail of one is sent. */
export async function sweepReport(now = new Date()): Promise<void> {
  await settle(now);
  await runSchedule(now);
}
