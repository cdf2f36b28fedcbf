import { closeReports, readOpenCasesOn } from '#lib/moderation/cases/case.store.server.ts';
import { commentPath } from '#lib/moderation/ledger/ledger-place.ts';
import { answerRequests } from '#lib/moderation/removal-requests/answer-requests.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import type { NewNotice } from '#lib/notices/notice.ts';
import type { CommittedDecision } from './decide-once.server.ts';
import type { DecisionContext, DecisionOutcome } from './decision-context.server.ts';
import { insertDecision, type NewDecision } from './decision.store.server.ts';
import { closesCase } from './decision-rules.ts';

interface ClosingContext extends DecisionContext {
  /** Whether this decision closed the case. */
  closes: boolean;
}

/** Writes reports, decisions and notices, after the case and the comment. */
export async function recordOutcome(
  outcome: DecisionOutcome,
  context: ClosingContext,
): Promise<CommittedDecision> {
  const { thread, row, comment, input, moderator, now } = context;
  const { reports, notices, partCases = [] } = outcome;
  const closed = [row.id, ...partCases];
  const reporters = reports ? await closeReports(thread.tx, closed, reports, now) : [];
  if (context.closes) await answerRequests(thread.tx, closed, now);
  const decision = newDecision(outcome, context);
  const id = await insertDecision(thread.tx, decision);
  const reportOutcomes = reporters.map(({ reporterId: userId, commentId }) => ({
    ...{ userId, commentId, kind: 'report_outcome' as const },
    data: { outcome: reports! },
  }));
  const all: NewNotice[] = [
    ...[...notices, ...reportOutcomes].map((notice) => ({ ...notice, decisionId: id, now })),
    ...(await recordParts(outcome, context, { ...decision, id })),
  ];
  const others = all.filter(({ userId }) => userId !== moderator.id);
  await createNotices(others, thread.tx);
  // Holding a comment whose case is decided opens another case.
  const opened = input.kind === 'hold' ? await readOpenCasesOn(thread.tx, [comment.id]) : [];
  return {
    id,
    caseIds: [...new Set([...closed, ...opened])],
    notified: others.map(({ userId }) => userId),
    what: context.closes || closesCase(input.kind) ? 'decided' : 'changed',
  };
}

function newDecision(outcome: DecisionOutcome, context: ClosingContext): NewDecision {
  const { row, comment, input, reason, moderator, now, closes } = context;
  const ofThread = input.where === 'thread' && (input.kind === 'lock' || input.kind === 'unlock');
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
    before: {
      ...outcome.before,
      held: row.held,
      closed: closes,
      ...(outcome.partCases && { cases: outcome.partCases }),
    },
    place: commentPath(row.verdict!.slug, ofThread ? null : comment.id),
    now,
  };
}

/** Each comment of a removed branch has its own decision, which its author can appeal; the log has one row for all. */
async function recordParts(
  { parts = [] }: DecisionOutcome,
  { thread, reason, input, now }: DecisionContext,
  { id, ...decision }: NewDecision & { id: string },
): Promise<NewNotice[]> {
  const notices: NewNotice[] = [];
  for (const { comment, before } of parts) {
    const { id: commentId, authorId: userId, version } = comment;
    const part = { commentId, subjectId: userId, version, before: { ...before, partOf: id } };
    const decisionId = await insertDecision(thread.tx, { ...decision, ...part, nonce: null, place: null });
    const data = { reason, ...(input.note && { note: input.note }) };
    notices.push({ userId, kind: 'removed', commentId, decisionId, data, now });
  }
  return notices;
}
