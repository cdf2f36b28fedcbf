import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { readCandidates, type Period } from './candidates.store.server.ts';
import { composeIssue } from './compose-issue.ts';
import { editedLike, isEmpty, type IssueContent } from './issue.ts';
import {
  changeDraft,
  deleteIssueDraft,
  insertIssueDraft,
  readPrevious,
  readUnfinished,
  type IssueRow,
} from './issue.store.server.ts';
import { unfinishedDraft, type DraftEdit } from './edit-issue.server.ts';

/** Milliseconds that the first issue looks back. */
const FIRST_PERIOD = 7 * 24 * 60 * 60 * 1000;

export interface Composed {
  content: IssueContent;
  period: Period;
}

/** Composes an issue for `now` without storing it. Six queries. */
export async function composeNow(now: Date): Promise<Composed> {
  const previous = await readPrevious();
  const period = {
    start: previous?.periodEnd ?? new Date(now.getTime() - FIRST_PERIOD),
    end: now,
    previousId: previous?.id ?? null,
  };
  return { content: composeIssue(await readCandidates(period)), period };
}

/**
 * The draft, existing or composed now. May be an issue that is already being sent.
 * @returns null if there is nothing worth sending
 */
export async function composeNext(now: Date): Promise<IssueRow | null> {
  const existing = await readUnfinished();
  if (existing) return existing;
  const { content, period } = await composeNow(now);
  if (isEmpty(content)) return null;
  const { start, end } = period;
  return insertIssueDraft({ content, periodStart: start, periodEnd: end }, now);
}

/** @throws Refusal `sign-in-first`, `forbidden`, `nothing-to-send` */
export async function composeByAdmin({ actor, now }: RequestContext): Promise<void> {
  requireAdmin(actor);
  if (!(await composeNext(now))) throw new Refusal('nothing-to-send');
}

/**
 * Composes the draft again. Keeps its introduction, order and omissions.
 * @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found`, `issue-changed`, `nothing-to-send`
 */
export async function composeAgain({ version }: DraftEdit, by: RequestContext): Promise<void> {
  requireAdmin(by.actor);
  const draft = await unfinishedDraft();
  const { content, period } = await composeNow(by.now);
  if (isEmpty(content)) throw new Refusal('nothing-to-send');
  const change = { content: editedLike(content, draft.content), period };
  if (!(await changeDraft({ id: draft.id, version }, change))) throw new Refusal('issue-changed');
}

/** @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found`, `issue-changed` */
export async function discardDraft({ version }: DraftEdit, by: { actor: Actor | null }): Promise<void> {
  requireAdmin(by.actor);
  const { id } = await unfinishedDraft();
  if (!(await deleteIssueDraft({ id, version }))) throw new Refusal('issue-changed');
}
