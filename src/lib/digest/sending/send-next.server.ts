import { COMMAND_LINE } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { composeNext } from '../issues/compose-next.server.ts';
import { readIssue, type IssueRow } from '../issues/issue.store.server.ts';
import { issuesGoElsewhere } from '../subscribers/beehiiv.server.ts';
import { readProgress, type Progress } from './sending.store.server.ts';
import { resumeIssue, sendDraft, settle } from './send-issue.server.ts';

export interface SendingIssue {
  id: string;
  n: number;
}

/**
 * Composes and sends the next issue, or resumes an unfinished one.
 * @returns null if there is nothing worth sending
 * @throws Refusal `issues-elsewhere`, `issue-empty`, `issue-changed`
 */
export async function startNext(now: Date): Promise<SendingIssue | null> {
  if (issuesGoElsewhere()) throw new Refusal('issues-elsewhere');
  const issue = await composeNext(now);
  if (!issue) return null;
  await BEGIN[issue.state](issue, now);
  return { id: issue.id, n: issue.n };
}

const BEGIN: Record<IssueRow['state'], (issue: IssueRow, now: Date) => Promise<unknown>> = {
  draft: (issue, now) => sendDraft(issue, { by: COMMAND_LINE.name, now }),
  paused: resumeIssue,
  sending: async () => {},
  sent: async () => {},
};

export interface Going extends Progress {
  paused: boolean;
}

/** The issue's progress. Marks it as sent if no mail is pending. */
export async function progressOf({ id }: SendingIssue, now: Date): Promise<Going> {
  await settle(now);
  const [progress, issue] = await Promise.all([readProgress(id), readIssue(id)]);
  return { ...progress, paused: issue?.state === 'paused' };
}
