import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findReportSchedule } from '#lib/site-settings/find-site-settings.server.ts';
import { composeNext } from '../issues/compose-next.server.ts';
import type { SkipReason } from '../issues/issue.ts';
import { insertSkipped, isHandled, readPrevious, readUnfinished } from '../issues/issue.store.server.ts';
import { issuesGoElsewhere } from '../subscribers/beehiiv.server.ts';
import { dueSlot, RECENT } from './schedule.ts';
import { sendDraft } from './send-issue.server.ts';

/**
 * Sends the week's issue if it is due: the draft, or one composed now. If there is nothing to send, records that. Any
 * number of processes may run it: the hour's unique key lets one succeed.
 */
export async function runSchedule(now: Date): Promise<void> {
  const slot = dueSlot(await findReportSchedule(), now);
  if (!slot || issuesGoElsewhere() || (await isHandled(slot))) return;
  const reason = await whyNotNow(slot);
  if (reason) return skip(slot, reason, now);
  const draft = await composeNext(now);
  if (!draft) return skip(slot, 'nothing', now);
  try {
    await sendDraft(draft, { by: 'schedule', scheduledFor: slot, now });
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    // Another process or an admin was faster. The next sweep checks again.
    if (fault.code === 'issue-empty') await skip(slot, 'nothing', now);
  }
}

async function whyNotNow(slot: Date): Promise<SkipReason | null> {
  const unfinished = await readUnfinished();
  if (unfinished) return unfinished.state === 'draft' ? null : 'unfinished';
  const previous = await readPrevious();
  return previous && slot.getTime() - previous.sendStartedAt.getTime() < RECENT ? 'recent' : null;
}

async function skip(slot: Date, reason: SkipReason, now: Date): Promise<void> {
  const skipped = await insertSkipped({ scheduledFor: slot, reason }, now);
  if (skipped) log.info({ slot, reason }, 'The Cope Report was not sent this week');
}
