import { findPerson } from '#lib/accounts/find-person.server.ts';
import { closeEverySession } from '#lib/accounts/session.server.ts';
import { requireModerator, type Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { recountRatings } from '#lib/discussion/ratings/recount-ratings.server.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { recountVotes } from '#lib/votes/recount-votes.server.ts';
import { RESTRICTION_TERMS, type RestrictionScope } from '#lib/moderation/cases/case.ts';
import type { CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import type { DecideInput, RestrictInput } from '#lib/moderation/moderation-input.ts';
import type { Decided } from '#lib/moderation/decisions/decision-result.ts';
import { recordDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { onceOnly, type Settled } from '#lib/moderation/decisions/commit-decision.server.ts';
import { commentPlace, PERSON_PLACE } from '#lib/moderation/ledger/ledger-place.ts';
import { reasonFor, type DecisionReason } from '#lib/moderation/reports/reason.ts';
import { holdingTallies, insertRestriction, roleOf } from './restriction.store.server.ts';

/**
 * Restricts the account of that name: `restrictAccount(username, {scope, term, reason, note?, nonce}, {actor, now}) →
 * Decided`. It bites at once: sockets are cut and come back with what is left to them, sessions end where it is
 * everything. For ever, where votes are concerned, it takes the account's votes and ratings out of the tallies.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `not-your-equal`
 */
export async function restrictAccount(
  username: string,
  input: RestrictInput,
  context: RequestContext,
): Promise<Decided> {
  const moderator = requireModerator(context.actor);
  return onceOnly(moderator, { nonce: input.nonce, caseId: null, context }, async () => {
    const person = await findPerson(username);
    const on = { ...NO_CASE, place: PERSON_PLACE };
    return restrict(person, { ...input, note: input.note ?? null, on }, { moderator, now: context.now });
  });
}

/** The same out of a case: the log then links to the comment and does not name its author. */
export async function restrictInCase(
  row: CaseRow,
  { scope, term, reason: chosen, note, nonce, version }: DecideInput,
  by: By,
): Promise<Settled> {
  const reason = reasonFor('restrict', chosen);
  if (!reason) throw new Refusal('reason-needed', { field: 'reason' });
  if (!scope || !term)
    throw new Refusal('invalid-input', {
      field: scope ? 'term' : 'scope',
      message: 'Choose what, and for how long.',
    });
  const place = row.verdict ? commentPlace(row.verdict.slug, row.commentId) : PERSON_PLACE;
  const on = { caseId: row.id, commentId: row.commentId, verdictId: row.verdictId, version, place };
  const person = { id: row.authorId, ...row.author };
  return restrict(person, { scope, term, reason, note: note ?? null, nonce, on }, by);
}

const NO_CASE = { caseId: null, commentId: null, verdictId: null, version: null };

interface By {
  moderator: Actor;
  now: Date;
}

interface Sentence {
  scope: RestrictionScope;
  term: keyof typeof RESTRICTION_TERMS;
  reason: DecisionReason;
  note: string | null;
  nonce: string;
  on: {
    caseId: string | null;
    commentId: string | null;
    verdictId: string | null;
    version: number | null;
    place: string;
  };
}

async function restrict(
  person: { id: string },
  { scope, term, reason, note, nonce, on }: Sentence,
  { moderator, now }: By,
): Promise<Settled> {
  const length = RESTRICTION_TERMS[term];
  const until = length === null ? null : new Date(now.getTime() + length);
  const silences = until === null && scope !== 'comment';
  const done = await holdingTallies(person.id, async (tx) => {
    // An admin takes the role away first: two moderators must not be able to lock each other out. Read under the lock,
    // because the account may get its role meanwhile.
    if ((await roleOf(tx, person.id)) !== 'reader') throw new Refusal('not-your-equal');
    const decision = {
      kind: 'restrict' as const,
      ...on,
      subjectId: person.id,
      moderator,
      reason,
      note,
      nonce,
      now,
    };
    const decisionId = await recordDecision(tx, decision);
    await insertRestriction(tx, { userId: person.id, scope, until, reason, decisionId, createdAt: now });
    const data = { reason, scope, until: until?.toISOString() ?? null, ...(note ? { note } : {}) };
    await giveNotices(
      [{ userId: person.id, kind: 'restricted', commentId: on.commentId, decisionId, data, now }],
      tx,
    );
    return { id: decisionId, tell: silences ? await recountTallies(person.id, tx) : () => {} };
  });
  done.tell();
  if (scope === 'everything') await closeEverySession(person.id);
  disconnectAccount(person.id);
  return { id: done.id, cases: on.caseId ? [on.caseId] : [], told: [person.id], what: 'changed' };
}

/** Votes and ratings of an account begin, or cease, to count. @returns what tells the new counts, after the commit */
export async function recountTallies(userId: string, tx: Tx): Promise<() => void> {
  const tell = [await recountVotes(userId, tx), await recountRatings(userId, tx)];
  return () => tell.forEach((each) => each());
}
