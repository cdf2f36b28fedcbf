import { requireModerator, type Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { changeThread, type ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { stateAfter } from '#lib/discussion/status/transitions.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { hasOtherModerator } from '#lib/moderation/cases/case-view.store.server.ts';
import { closeCase } from '#lib/moderation/cases/case.store.server.ts';
import { decideOnce, type CommittedDecision } from '#lib/moderation/decisions/decide-once.server.ts';
import type { Decider } from '#lib/moderation/decisions/decision-context.server.ts';
import type { DecisionResult } from '#lib/moderation/decisions/decision-result.ts';
import {
  insertDecision,
  readDecision,
  type DecisionRow,
} from '#lib/moderation/decisions/decision.store.server.ts';
import { commentPath, PROFILE_PATH } from '#lib/moderation/ledger/ledger-place.ts';
import type { AppealDecisionInput } from '#lib/moderation/moderation-input.ts';
import { changeRestrictions } from '#lib/moderation/restrictions/change-restrictions.server.ts';
import { liftRestrictionsOf } from '#lib/moderation/restrictions/restriction.store.server.ts';
import { createNotices, noticesAbout } from '#lib/notices/create-notices.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { isUuid } from '#lib/uuid.ts';
import { readAppealOfCase, rejectReportsOf, setAppealDecided } from './appeal.store.server.ts';

/**
 * Another moderator decides an appeal, given by its case. Overturning restores a removed comment or lifts a
 * restriction, and the reports count as wrong. Idempotent under `input.nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `case-not-found`, `case-changed` (409: already decided), `own-decision`
 * (except for an admin if there is no other moderator), `own-case`, `reason-needed`
 */
export async function decideAppeal(
  caseId: string,
  input: AppealDecisionInput,
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  const { now } = context;
  return decideOnce(moderator, { nonce: input.nonce, caseId, context }, async () => {
    const appeal = isUuid(caseId) ? await readAppealOfCase(caseId) : null;
    const first = appeal && (await readDecision(appeal.decisionId));
    if (!appeal || !first) throw new Refusal('case-not-found');
    if (appeal.state !== 'open') throw new Refusal('case-changed');
    if (appeal.userId === moderator.id) throw new Refusal('own-case');
    if (input.outcome === 'reason_changed' && !input.reason)
      throw new Refusal('reason-needed', { field: 'reason' });
    const nobodyElse = await isOnlyModerator(first, moderator);
    return applyOutcome({ appealId: appeal.id, caseId, first, input, moderator, nobodyElse, now });
  });
}

/** @returns whether the moderator decided first, which only an admin may if there is no other moderator */
async function isOnlyModerator({ moderatorId }: DecisionRow, { id, role }: Actor): Promise<boolean> {
  if (moderatorId !== id) return false;
  if (role !== 'admin' || (await hasOtherModerator(id))) throw new Refusal('own-decision');
  return true;
}

interface AppealContext extends Decider {
  appealId: string;
  caseId: string;
  /** The decision appealed against. */
  first: DecisionRow;
  input: AppealDecisionInput;
  nobodyElse: boolean;
}

async function applyOutcome(appeal: AppealContext): Promise<CommittedDecision> {
  const { first, input } = appeal;
  if (input.outcome === 'overturned' && first.kind === 'remove') return restoreComment(appeal);
  if (input.outcome === 'overturned' && first.kind === 'restrict') return liftRestrictions(appeal);
  return db().$transaction((tx) => recordAppealOutcome(tx, appeal));
}

function restoreComment(appeal: AppealContext): Promise<CommittedDecision> {
  const { verdictId, verdict, commentId } = appeal.first;
  return changeThread({ id: verdictId!, slug: verdict!.slug }, async (thread: ThreadChange) => {
    const comment = await thread.read(commentId!);
    // Null if its author has withdrawn it, or it is visible again already.
    const next = comment && stateAfter(comment, 'overturn', appeal.moderator.role);
    if (comment && next) await thread.move(comment, next.moderated);
    const decided = await recordAppealOutcome(thread.tx, appeal);
    const toOthers = comment && next ? await noticesAbout(comment.id, thread.tx) : [];
    const notices = toOthers.map((notice) => ({ ...notice, decisionId: decided.id, now: appeal.now }));
    await createNotices(notices, thread.tx);
    return { ...decided, notified: [...decided.notified, ...notices.map(({ userId }) => userId)] };
  });
}

async function liftRestrictions(appeal: AppealContext): Promise<CommittedDecision> {
  const userId = appeal.first.subjectId!;
  const committed = await changeRestrictions(userId, async (tx) => {
    await liftRestrictionsOf(tx, appeal.first.id, appeal.now);
    return recordAppealOutcome(tx, appeal);
  });
  disconnectAccount(userId);
  return committed;
}

const DECISION_OF = {
  upheld: 'uphold_appeal',
  overturned: 'overturn_appeal',
  reason_changed: 'change_reason',
} as const;

async function recordAppealOutcome(tx: Tx, appeal: AppealContext): Promise<CommittedDecision> {
  const { appealId, caseId, first, input, moderator, nobodyElse, now } = appeal;
  const { outcome, note = null, nonce } = input;
  const decided = { state: outcome, decidedById: moderator.id, nobodyElse, now };
  if (!(await closeCase(tx, caseId, now)) || !(await setAppealDecided(tx, appealId, decided)))
    throw new Refusal('case-changed');
  if (outcome === 'overturned') await rejectReportsOf(tx, first);
  const { commentId, verdictId, subjectId, version } = first;
  const reason = outcome === 'reason_changed' ? input.reason! : first.reason;
  const place = first.verdict ? commentPath(first.verdict.slug, commentId) : PROFILE_PATH;
  const about = { kind: DECISION_OF[outcome], caseId, commentId, verdictId, subjectId, version, place };
  const id = await insertDecision(tx, { ...about, moderator, reason, note, nonce, now });
  const data = { outcome, ...(reason && { reason }), ...(note && { note }) };
  const userId = subjectId!;
  await createNotices([{ userId, kind: 'appeal_outcome', commentId, decisionId: id, data, now }], tx);
  return { id, caseIds: [caseId], notified: [userId], what: 'decided' };
}
