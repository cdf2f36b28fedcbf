import { findPerson } from '#lib/accounts/find-person.server.ts';
import { closeEverySession } from '#lib/accounts/session.server.ts';
import { requireModerator } from '#lib/actor.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import type { CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import { RESTRICTION_TERMS, type RestrictionTerm } from '#lib/moderation/cases/case.ts';
import { decideOnce, type CommittedDecision } from '#lib/moderation/decisions/decide-once.server.ts';
import type { Decider } from '#lib/moderation/decisions/decision-context.server.ts';
import type { DecisionResult } from '#lib/moderation/decisions/decision-result.ts';
import { insertDecision, type NewDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { commentPath, PROFILE_PATH } from '#lib/moderation/ledger/ledger-place.ts';
import type { DecideInput, RestrictInput } from '#lib/moderation/moderation-input.ts';
import { reasonFor, type DecisionReason } from '#lib/moderation/reports/reason.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';
import { changeRestrictions } from './change-restrictions.server.ts';
import { insertRestriction, roleOf } from './restriction.store.server.ts';

/**
 * Restricts an account from the admin's page. Idempotent under `input.nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `not-your-equal`
 */
export async function restrictAccount(
  username: string,
  input: RestrictInput,
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  return decideOnce(moderator, { nonce: input.nonce, caseId: null, context }, async () => {
    const { id: userId } = await findPerson(username);
    const about = { caseId: null, commentId: null, verdictId: null, version: null, place: PROFILE_PATH };
    return restrict({ ...input, userId, about }, { moderator, now: context.now });
  });
}

/** Restricts the author of a case's comment. The log links to the comment and doesn't name the author. */
export async function restrictInCase(
  row: CaseRow,
  { scope, term, reason: chosen, note, nonce, version }: DecideInput,
  decider: Decider,
): Promise<CommittedDecision> {
  const reason = reasonFor('restrict', chosen);
  if (!reason) throw new Refusal('reason-needed', { field: 'reason' });
  if (!scope || !term)
    throw new Refusal('invalid-input', {
      field: scope ? 'term' : 'scope',
      message: 'Choose what to block, and for how long.',
    });
  const place = row.verdict ? commentPath(row.verdict.slug, row.commentId) : PROFILE_PATH;
  const about = { caseId: row.id, commentId: row.commentId, verdictId: row.verdictId, version, place };
  return restrict({ userId: row.authorId, scope, term, reason, note, nonce, about }, decider);
}

interface NewRestriction {
  userId: string;
  scope: RestrictionScope;
  term: RestrictionTerm;
  reason: DecisionReason;
  note?: string | undefined;
  nonce: string;
  about: Pick<NewDecision, 'caseId' | 'commentId' | 'verdictId' | 'version' | 'place'>;
}

/** Takes effect at once: sockets are closed and reconnect with fewer rights, and `everything` ends all sessions. */
async function restrict(
  { userId, scope, term, reason, note, nonce, about }: NewRestriction,
  { moderator, now }: Decider,
): Promise<CommittedDecision> {
  const duration = RESTRICTION_TERMS[term];
  const until = duration === null ? null : new Date(now.getTime() + duration);
  const id = await changeRestrictions(userId, async (tx) => {
    // Two moderators must not be able to lock each other out: an admin removes the role first. Read under the lock,
    // because the account may get a role at this moment.
    if ((await roleOf(tx, userId)) !== 'reader') throw new Refusal('not-your-equal');
    const decision = { ...about, kind: 'restrict' as const, subjectId: userId, reason, note: note ?? null };
    const decisionId = await insertDecision(tx, { ...decision, moderator, nonce, now });
    await insertRestriction(tx, { userId, scope, until, reason, decisionId, createdAt: now });
    const data = { reason, scope, until: until?.toISOString() ?? null, ...(note && { note }) };
    const { commentId } = about;
    await createNotices([{ userId, kind: 'restricted', commentId, decisionId, data, now }], tx);
    return decisionId;
  });
  if (scope === 'everything') await closeEverySession(userId);
  disconnectAccount(userId);
  return { id, caseIds: about.caseId ? [about.caseId] : [], notified: [userId], what: 'changed' };
}
