import { requireAdmin, type Actor } from '#lib/actor.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { unfinishedDraft } from '../issues/edit-issue.server.ts';
import { readUnfinished, type IssueRow } from '../issues/issue.store.server.ts';
import { showIssue } from '../issues/show-issue.server.ts';
import { issuesGoElsewhere } from '../subscribers/beehiiv.server.ts';
import { renderIssue, unsubscribePlaceholder } from './render-issue.server.ts';
import { pause, resume, settleSent, startSending, type FixedMail } from './sending.store.server.ts';

interface By {
  actor: Actor | null;
  now: Date;
}

/**
 * Sends the draft to all current subscribers.
 * @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found`, `issue-changed`, `issue-empty`, `issues-elsewhere`
 */
export async function sendIssue({ version }: { version: number }, { actor, now }: By): Promise<void> {
  const { id, username } = requireAdmin(actor);
  const draft = await unfinishedDraft();
  if (draft.version !== version) throw new Refusal('issue-changed');
  await sendDraft(draft, { startedById: id, by: username, now });
}

interface Sending {
  by: string;
  startedById?: string;
  scheduledFor?: Date;
  now: Date;
}

/** @throws Refusal `issue-changed`, `issue-empty`, `issues-elsewhere` */
export async function sendDraft(
  draft: IssueRow,
  { by, startedById, scheduledFor, now }: Sending,
): Promise<void> {
  if (issuesGoElsewhere()) throw new Refusal('issues-elsewhere');
  const issue = await showIssue(draft);
  if (issue.sections.length === 0) throw new Refusal('issue-empty');
  const { id, version, n } = draft;
  // Dated when it is sent, not when it was composed.
  const mail = await renderIssue({ ...issue, date: now.toISOString() }, unsubscribePlaceholder(id));
  const start = {
    id,
    version,
    ...mail,
    startedById: startedById ?? null,
    scheduledFor: scheduledFor ?? null,
  };
  if (!(await startSending(start, now))) throw new Refusal('issue-changed');
  log.info({ issue: n, by }, 'an issue of The Cope Report is being sent');
  // Without subscribers it is sent already.
  await settle(now);
}

/** @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found` */
export async function pauseSending({ actor }: Pick<By, 'actor'>): Promise<void> {
  requireAdmin(actor);
  const issue = await readUnfinished();
  if (!issue || !(await pause(issue.id))) throw new Refusal('issue-not-found');
}

/** @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found` */
export async function resumeSending({ actor }: Pick<By, 'actor'>): Promise<void> {
  requireAdmin(actor);
  const issue = await readUnfinished();
  if (!issue || !(await resumeIssue(issue))) throw new Refusal('issue-not-found');
}

/** Resumes a paused issue. Content removed during the pause isn't in the remaining mails. */
export async function resumeIssue(issue: IssueRow): Promise<boolean> {
  return resume(issue.id, await mailOf(issue));
}

/** The mail of an issue that is being sent, made of what is public now. */
export async function mailOf(issue: IssueRow): Promise<FixedMail> {
  return renderIssue(await showIssue(issue), unsubscribePlaceholder(issue.id));
}

export async function settle(now: Date): Promise<void> {
  const n = await settleSent(now);
  if (n !== null) log.info({ issue: n }, 'an issue of The Cope Report was sent');
}
