import { requireModerator, type Actor } from '#lib/actor.ts';
import {
  changeThread,
  type ThreadComment,
  type ThreadChange,
} from '#lib/discussion/status/change-thread.server.ts';
import { closeCase, lockCase, readCase, type CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import type { CommentDecisionKind } from '#lib/moderation/cases/case.ts';
import type { DecideInput } from '#lib/moderation/moderation-input.ts';
import { reasonFor, type DecisionReason } from '#lib/moderation/reports/reason.ts';
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

/** What a decision on a comment is made with, once its reason is known to fit. */
export interface CommentDecision extends Decider {
  input: DecideInput & { kind: CommentDecisionKind };
  reason: DecisionReason;
}

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
    refuseOwn(row.authorId, moderator);
    const decider = { moderator, now: context.now };
    return input.kind === 'restrict'
      ? restrictInCase(row, input, decider)
      : decideOnComment(row, { ...input, kind: input.kind }, decider);
  });
}

/** An admin may decide on their own comment: there may be no other moderator. @throws Refusal `own-case` */
export function refuseOwn(authorId: string, moderator: Actor): void {
  if (authorId === moderator.id && moderator.role !== 'admin') throw new Refusal('own-case');
}

async function decideOnComment(
  row: CaseRow,
  input: CommentDecision['input'],
  decider: Decider,
): Promise<CommittedDecision> {
  const decision = { ...decider, input, reason: requireReason(input) };
  if (!row.verdict) throw new Refusal('not-possible-now');
  return changeThread({ id: row.verdictId!, slug: row.verdict.slug }, async (thread) => {
    const comment = await readRevision(thread, row.commentId, input.version);
    return decideInThread(thread, { comment, row, closes: closesCase(input.kind) }, decision);
  });
}

/** @throws Refusal `reason-needed` */
export function requireReason({ kind, reason }: CommentDecision['input']): DecisionReason {
  const fitting = reasonFor(kind, reason);
  if (!fitting) throw new Refusal('reason-needed', { field: 'reason' });
  return fitting;
}

/**
 * Decides in the thread's transaction, and writes everything down. `closes`: the case, if it is open.
 * @throws Refusal `case-changed`, `not-possible-now`, `forbidden`
 */
export async function decideInThread(
  thread: ThreadChange,
  subject: { comment: ThreadComment; row: CaseRow; closes: boolean },
  decision: CommentDecision,
): Promise<CommittedDecision> {
  const { comment, row } = subject;
  const { kind } = decision.input;
  const { open, held } = await lockCase(thread.tx, row.id);
  const facts = { open, isAppeal: row.isAppeal, comment };
  const refusal = whyNotDecide(kind, facts, decision.moderator.role);
  if (refusal) throw new Refusal(refusal);
  const context = { ...decision, thread, comment, row: { ...row, held }, open };
  const closes = open && subject.closes;
  // First the case, then the comment: a trigger closes the case of a held comment whose status changes.
  if (closes) await closeCase(thread.tx, row.id, decision.now);
  const outcome = await DECISIONS[kind](context);
  // Closing the reports shortens the wait for replies, which open pages show.
  if (closes) await thread.touch(comment);
  return recordOutcome(outcome, { ...context, closes });
}

/** @throws Refusal `case-changed` if the comment has been edited or is gone, `not-possible-now` if there never was one */
export async function readRevision(
  thread: ThreadChange,
  id: string | null,
  version: number,
): Promise<ThreadComment> {
  if (!id) throw new Refusal('not-possible-now');
  const comment = await thread.read(id);
  if (!comment || comment.version !== version) throw new Refusal('case-changed');
  return comment;
}
