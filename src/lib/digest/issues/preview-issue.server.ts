import { isEmpty } from './issue.ts';
import { composeNow } from './compose-next.server.ts';
import { readPrevious, readUnfinished, type IssueRow } from './issue.store.server.ts';
import type { IssueView } from './issue-view.ts';
import { showIssue } from './show-issue.server.ts';

/**
 * The next issue as it would be sent now: the unfinished one, or one composed and not stored. Null: nothing to send.
 */
export async function previewNext(now: Date): Promise<IssueView | null> {
  const row = (await readUnfinished()) ?? (await notStored(now));
  return row && showIssue(row);
}

async function notStored(now: Date): Promise<IssueRow | null> {
  const { content, period } = await composeNow(now);
  if (isEmpty(content)) return null;
  const previous = await readPrevious();
  return {
    ...{ id: '', n: (previous?.n ?? 0) + 1, state: 'draft', introduction: '', content, version: 0 },
    ...{ periodStart: period.start, periodEnd: period.end, composedAt: now },
    ...{ scheduledFor: null, sendStartedAt: null, sendFinishedAt: null },
  };
}
