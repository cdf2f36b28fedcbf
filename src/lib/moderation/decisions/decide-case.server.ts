import { requireModerator } from '#lib/actor.ts';
import {
  changeThread,
  type ThreadComment,
  type ThreadChange,
} from '#lib/discussion/status/change-thread.server.ts';
import { closeCase, lockCase, readCase, type CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import type { CaseDecisionKind } from '#lib/moderation/cases/case.ts';
import type { DecideInput } from '#lib/moderation/moderation-input.ts';
import { reasonFor } from '#lib/moderation/reports/reason.ts';
import { restrictInCase } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { decideOnce, type CommittedDecision } from './decide-once.server.ts';
import type { DecisionContext, DecisionOutcome, Decider } from './decision-context.server.ts';
import type { DecisionResult } from './decision-result.ts';
import { closesCase, whyNotDecide } from './decision-rules.ts';
import { erase } from './erase.server.ts';
import { hold } from './hold.server.ts';
import { keep } from './keep.server.ts';
import { letIn } from './let-in.server.ts';
import { lock, unlock } from './lock.server.ts';
import { recordOutcome } from './record-outcome.server.ts';
import { remove } from './remove.server.ts';
import { restoreComment } from './restore.server.ts';
import { warn } from './warn.server.ts';

type CommentDecisionKind = Exclude<CaseDecisionKind, 'restrict'>;

const DECISIONS: Record<CommentDecisionKind, (context: DecisionContext) => Promise<DecisionOutcome>> = {
  keep,
  remove,
  restore: restoreComment,
  hold,
  let_in: letIn,
  lock,
  unlock,
  warn,
  erase,
};

/**
 * Decides a case, for the revision of the comment that the moderator read. One transaction changes the status, the
 * case, its reports, the notices and the public log. Idempotent under `input.nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `case-not-found`, `case-changed` (409, `state`: the current CaseView),
 * `not-possible-now` (409), `reason-needed`, `own-case`, `not-your-equal`
 */
export async function decideCase(
  id: string,
  input: DecideInput,
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  return decideOnce(moderator, { nonce: input.nonce, caseId: id, context }, async () => {
    const row = await readCase(id);
    if (!row) throw new Refusal('case-not-found');
    // An admin may decide their own case: there may be no other moderator.
    if (row.authorId === moderator.id && moderator.role !== 'admin') throw new Refusal('own-case');
    const decider = { moderator, now: context.now };
    return input.kind === 'restrict'
      ? restrictInCase(row, input, decider)
      : decideOnComment(row, { ...input, kind: input.kind }, decider);
  });
}

async function decideOnComment(
  row: CaseRow,
  input: DecideInput & { kind: CommentDecisionKind },
  { moderator, now }: Decider,
): Promise<CommittedDecision> {
  const { kind } = input;
  const reason = reasonFor(kind, input.reason);
  if (!reason) throw new Refusal('reason-needed', { field: 'reason' });
  if (!row.verdict) throw new Refusal('not-possible-now');
  return changeThread({ id: row.verdictId!, slug: row.verdict.slug }, async (thread) => {
    const comment = await readRevision(thread, row, input.version);
    const { open, held } = await lockCase(thread.tx, row.id);
    const refusal = whyNotDecide(kind, { open, isAppeal: row.isAppeal, comment }, moderator.role);
    if (refusal) throw new Refusal(refusal);
    const context = { thread, comment, row: { ...row, held }, open, input, reason, moderator, now };
    const closes = open && closesCase(kind);
    // First the case, then the comment: a trigger closes the case of a held comment whose status changes.
    if (closes) await closeCase(thread.tx, row.id, now);
    const outcome = await DECISIONS[kind](context);
    // Closing the reports shortens the wait for replies, which open pages show.
    if (closes) await thread.touch(comment);
    return recordOutcome(outcome, { ...context, closes });
  });
}

/** @throws Refusal `case-changed` if the comment has been edited or is gone, `not-possible-now` if there never was one */
async function readRevision(thread: ThreadChange, row: CaseRow, version: number): Promise<ThreadComment> {
  if (!row.commentId) throw new Refusal('not-possible-now');
  const comment = await thread.read(row.commentId);
  if (!comment || comment.version !== version) throw new Refusal('case-changed');
  return comment;
}
