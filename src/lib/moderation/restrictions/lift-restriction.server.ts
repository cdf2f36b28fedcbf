import { requireModerator } from '#lib/actor.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { decideOnce, type CommittedDecision } from '#lib/moderation/decisions/decide-once.server.ts';
import type { Decider } from '#lib/moderation/decisions/decision-context.server.ts';
import type { DecisionResult } from '#lib/moderation/decisions/decision-result.ts';
import { insertDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { PROFILE_PATH } from '#lib/moderation/ledger/ledger-place.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { changeRestrictions } from './change-restrictions.server.ts';
import { readRestriction, setLifted } from './restriction.store.server.ts';

interface LiftInput {
  restriction: string;
  nonce: string;
}

/**
 * Lifts a restriction early. Idempotent under `nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `not-found`, `not-possible-now` (already lifted)
 */
export async function liftRestriction(input: LiftInput, context: RequestContext): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  return decideOnce(moderator, { nonce: input.nonce, caseId: null, context }, () =>
    lift(input, { moderator, now: context.now }),
  );
}

async function lift(
  { restriction, nonce }: LiftInput,
  { moderator, now }: Decider,
): Promise<CommittedDecision> {
  const row = await readRestriction(restriction);
  if (!row) throw new Refusal('not-found');
  const { userId, scope } = row;
  const id = await changeRestrictions(userId, async (tx) => {
    if (!(await setLifted(tx, restriction, now))) throw new Refusal('not-possible-now');
    const decisionId = await insertDecision(tx, {
      ...{ kind: 'lift', reason: 'time_served', subjectId: userId, moderator, nonce, now },
      ...{ caseId: null, commentId: null, verdictId: null },
      before: { restriction },
      place: PROFILE_PATH,
    });
    await createNotices([{ userId, kind: 'lifted', decisionId, data: { scope }, now }], tx);
    return decisionId;
  });
  disconnectAccount(userId);
  return { id, caseIds: [], notified: [userId], what: 'changed' };
}
