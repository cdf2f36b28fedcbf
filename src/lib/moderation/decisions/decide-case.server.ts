import { requireModerator, type Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import {
  changeThread,
  type ThreadComment,
  type ThreadChange,
} from '#lib/discussion/status/change-thread.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import type { NewNotice } from '#lib/notices/notice.ts';
import { Refusal } from '#lib/refusal.ts';
import {
  closeCase,
  closeReports,
  lockCase,
  openCasesOn,
  readCase,
  type CaseRow,
} from '#lib/moderation/cases/case.store.server.ts';
import type { CaseDecisionKind } from '#lib/moderation/cases/case.ts';
import type { DecideInput } from '../moderation-input.ts';
import type { Decided } from './decision-result.ts';
import { recordDecision, type NewDecision } from './decision.store.server.ts';
import { erase } from './erase.server.ts';
import { hold } from './hold.server.ts';
import { keep } from './keep.server.ts';
import { letIn } from './let-in.server.ts';
import { lock, unlock } from './lock.server.ts';
import { remove } from './remove.server.ts';
import { restore } from './restore.server.ts';
import { warn } from './warn.server.ts';
import { onceOnly, type Settled } from './commit-decision.server.ts';
import { commentPlace } from '../ledger/ledger-place.ts';
import { reasonFor } from '#lib/moderation/reports/reason.ts';
import { restrictInCase } from '#lib/moderation/restrictions/restrict-account.server.ts';
import type { Ruling, Sitting } from './decision-context.server.ts';

/**
 * A moderator decides on the case with this id, on the revision of the comment that was read:
 * `decideCase(id, {kind, version, reason?, note?, nonce, replies?, where?, scope?, term?}, {actor, now}) → Decided`.
 * Status, case, reports, notices and the row in the log are one transaction; sent again under its nonce it decides
 * once and answers the same.
 * @throws Refusal `sign-in-first`, `forbidden`, `case-not-found`, `case-changed` (409, `state`: the fresh CaseView:
 * a newer revision, or somebody was faster), `not-possible-now` (409), `reason-needed`, `own-case`, `not-your-equal`
 */
export async function decideCase(id: string, input: DecideInput, context: RequestContext): Promise<Decided> {
  const moderator = requireModerator(context.actor);
  return onceOnly(moderator, { nonce: input.nonce, caseId: id, context }, async () => {
    const row = await readCase(id);
    if (!row) throw new Refusal('case-not-found');
    refuseOwn(row, moderator);
    return input.kind === 'restrict'
      ? restrictInCase(row, input, { moderator, now: context.now })
      : sit(row, input, { moderator, now: context.now });
  });
}

const RULINGS: Record<Exclude<CaseDecisionKind, 'restrict'>, (sitting: Sitting) => Promise<Ruling>> = {
  keep,
  remove,
  restore,
  hold,
  let_in: letIn,
  lock,
  unlock,
  warn,
  erase,
};

/** These decide the case itself, so it must be open; the others may come later, or leave it open. */
const DECIDES: ReadonlySet<string> = new Set(['keep', 'remove', 'let_in']);
const CLOSES: ReadonlySet<string> = new Set([...DECIDES, 'erase']);

/** Nobody judges their own comment; an admin may, since there need not be anybody else. */
function refuseOwn({ authorId }: CaseRow, { id, role }: Actor): void {
  if (authorId === id && role !== 'admin') throw new Refusal('own-case');
}

async function sit(row: CaseRow, input: DecideInput, by: { moderator: Actor; now: Date }): Promise<Settled> {
  const { moderator, now } = by;
  const { kind } = input;
  if (kind === 'restrict' || !row.commentId || !row.verdictId || !row.verdict)
    throw new Refusal('not-possible-now');
  const reason = reasonFor(kind, input.reason);
  if (!reason) throw new Refusal('reason-needed', { field: 'reason' });
  // An appeal is heard, not decided like a case: the way is decide-appeal.server.ts.
  if (row.isAppeal && DECIDES.has(kind)) throw new Refusal('not-possible-now');
  const verdict = { id: row.verdictId, slug: row.verdict.slug };
  const done = await changeThread(verdict, async (thread) => {
    const comment = await sameRevision(thread, row, input.version);
    const { open, held } = await lockCase(thread.tx, row.id);
    const sitting = { thread, comment, row: { ...row, held }, open, input, reason, moderator, now };
    // The case before the comment: a comment that no longer waits would close its case by itself.
    const closes = open && CLOSES.has(kind);
    if (DECIDES.has(kind) && !open) throw new Refusal('case-changed');
    if (closes) await closeCase(thread.tx, row.id, now);
    const ruling = await RULINGS[kind](sitting);
    // The thread is less heated by the reports that are closed, and whoever waits to reply is told.
    if (closes) await thread.touch(comment);
    return writeDown(ruling, { sitting, closes });
  });
  return {
    ...done,
    cases: [...new Set(done.cases)],
    what: CLOSES.has(kind) ? 'decided' : 'changed',
  } as const;
}

async function sameRevision(thread: ThreadChange, row: CaseRow, version: number): Promise<ThreadComment> {
  const comment = await thread.read(row.commentId!);
  if (!comment || comment.version !== version) throw new Refusal('case-changed');
  return comment;
}

/** Reports, decision and notices, after case and comment. */
async function writeDown(ruling: Ruling, { sitting, closes }: { sitting: Sitting; closes: boolean }) {
  const { thread, row, input, moderator, now } = sitting;
  const cases = [row.id, ...(ruling.cases ?? [])];
  const reporters = ruling.closes ? await closeReports(thread.tx, cases, ruling.closes, now) : [];
  const decision = decisionOf(ruling, sitting, closes);
  const id = await recordDecision(thread.tx, decision);
  const outcomes = reporters.map(({ reporterId: userId, commentId }) => ({
    userId,
    kind: 'report_outcome' as const,
    commentId,
    data: { outcome: ruling.closes! },
  }));
  const notices: NewNotice[] = [
    ...[...ruling.notices, ...outcomes].map((notice) => ({ ...notice, decisionId: id, now })),
    ...(await writeParts(ruling, { sitting, decision, id })),
  ].filter(({ userId }) => userId !== moderator.id);
  await giveNotices(notices, thread.tx);
  const told = notices.map(({ userId }) => userId);
  return { id, cases: [...cases, ...(await heldAnew(input.kind, sitting))], told };
}

/** A comment that is held on a decided case has a new one. */
async function heldAnew(kind: string, { thread, comment }: Sitting): Promise<string[]> {
  return kind === 'hold' ? openCasesOn(thread.tx, [comment.id]) : [];
}

function decisionOf(ruling: Ruling, sitting: Sitting, closed: boolean): NewDecision {
  const { row, comment, input, reason, moderator, now } = sitting;
  return {
    kind: input.kind,
    caseId: row.id,
    commentId: comment.id,
    verdictId: row.verdictId,
    subjectId: comment.authorId,
    moderator,
    reason,
    note: input.note ?? null,
    version: comment.version,
    nonce: input.nonce,
    before: { ...ruling.before, held: row.held, closed, ...(ruling.cases ? { cases: ruling.cases } : {}) },
    place: commentPlace(
      row.verdict!.slug,
      input.where === 'thread' && input.kind.includes('lock') ? null : comment.id,
    ),
    now,
  };
}

/** Each comment of a removed branch has a decision of its own, so that its author can appeal; the log has one row. */
async function writeParts(
  { parts = [] }: Ruling,
  { sitting, decision, id }: { sitting: Sitting; decision: NewDecision; id: string },
): Promise<NewNotice[]> {
  const notices: NewNotice[] = [];
  for (const { comment, before } of parts) {
    const part = { commentId: comment.id, subjectId: comment.authorId, version: comment.version };
    const own = { ...decision, ...part, nonce: null, before: { ...before, partOf: id }, place: null };
    const decisionId = await recordDecision(sitting.thread.tx, own);
    const data = { reason: sitting.reason, ...(sitting.input.note ? { note: sitting.input.note } : {}) };
    notices.push({
      userId: comment.authorId,
      kind: 'removed',
      commentId: comment.id,
      decisionId,
      data,
      now: sitting.now,
    });
  }
  return notices;
}
