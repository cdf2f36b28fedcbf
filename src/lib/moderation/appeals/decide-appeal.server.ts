import { requireModerator, type Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { changeThread, type ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { giveNotices } from '#lib/notices/give-notice.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { isUuid } from '#lib/uuid.ts';
import { appealOfCase, rejectReportsOf, setHeard } from './appeal.store.server.ts';
import { somebodyElse } from '#lib/moderation/cases/case-view.store.server.ts';
import { closeCase } from '#lib/moderation/cases/case.store.server.ts';
import type { HearInput } from '#lib/moderation/moderation-input.ts';
import type { Decided } from '#lib/moderation/decisions/decision-result.ts';
import {
  readDecision,
  recordDecision,
  type DecisionRow,
} from '#lib/moderation/decisions/decision.store.server.ts';
import { silences } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { onceOnly, type Settled } from '#lib/moderation/decisions/commit-decision.server.ts';
import { commentPlace, PERSON_PLACE } from '#lib/moderation/ledger/ledger-place.ts';
import { recountTallies } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { holdingTallies, liftAllOf } from '#lib/moderation/restrictions/restriction.store.server.ts';
import { moved } from '#lib/discussion/status/transitions.ts';

/**
 * Another moderator hears an appeal: `decideAppeal(caseId, {outcome, reason?, note?, nonce}, {actor, now}) → Decided`,
 * `caseId` being the appeal's case. Upheld; overturned (a removed comment comes back, a restriction is lifted, the
 * reports count as wrong); or the reason is changed. Sent again under its nonce it decides once.
 * @throws Refusal `sign-in-first`, `forbidden`, `case-not-found`, `case-changed` (409: heard already), `own-decision`
 * (whoever decided first; an admin may where there is nobody else), `own-case`, `reason-needed`
 */
export async function decideAppeal(
  caseId: string,
  input: HearInput,
  context: RequestContext,
): Promise<Decided> {
  const moderator = requireModerator(context.actor);
  const { now } = context;
  return onceOnly(moderator, { nonce: input.nonce, caseId, context }, async () => {
    const appeal = isUuid(caseId) ? await appealOfCase(caseId) : null;
    const first = appeal && (await readDecision(appeal.decisionId));
    if (!appeal || !first) throw new Refusal('case-not-found');
    if (appeal.state !== 'open') throw new Refusal('case-changed');
    if (appeal.userId === moderator.id) throw new Refusal('own-case');
    if (input.outcome === 'reason_changed' && !input.reason)
      throw new Refusal('reason-needed', { field: 'reason' });
    const nobodyElse = await mayHearOwn(first, moderator);
    return hear({ appealId: appeal.id, caseId, first, input, moderator, nobodyElse, now });
  });
}

/** Whoever decided first may not; an admin may where there is nobody else. @returns whether that is so */
async function mayHearOwn({ moderatorId }: DecisionRow, { id, role }: Actor): Promise<boolean> {
  if (moderatorId !== id) return false;
  if (role !== 'admin' || (await somebodyElse(id))) throw new Refusal('own-decision');
  return true;
}

interface Hearing {
  appealId: string;
  caseId: string;
  first: DecisionRow;
  input: HearInput;
  moderator: Actor;
  nobodyElse: boolean;
  now: Date;
}

async function hear(hearing: Hearing): Promise<Settled> {
  const { first, input } = hearing;
  const overturned = input.outcome === 'overturned';
  if (overturned && first.kind === 'remove') {
    const verdict = { id: first.verdictId!, slug: first.verdict!.slug };
    return changeThread(verdict, async (thread) => {
      await bringBack(thread, first, hearing.moderator);
      return writeDown(thread.tx, hearing);
    });
  }
  if (!overturned || first.kind !== 'restrict') return db().$transaction((tx) => writeDown(tx, hearing));
  const done = await holdingTallies(first.subjectId!, async (tx) => {
    const tell = await lift(tx, hearing);
    return { settled: await writeDown(tx, hearing), tell };
  });
  done.tell();
  disconnectAccount(first.subjectId!);
  return done.settled;
}

/** Where its author took it back meanwhile, or it stands again already, there is nothing to bring back. */
async function bringBack(thread: ThreadChange, { commentId }: DecisionRow, { role }: Actor): Promise<void> {
  const comment = await thread.read(commentId!);
  const next = comment && moved(comment, 'overturn', role === 'admin' ? 'admin' : 'moderator');
  if (comment && next) await thread.move(comment, next.moderated);
}

async function lift(tx: Tx, { first, now }: Hearing): Promise<() => void> {
  const lifted = await liftAllOf(tx, first.id, now);
  return lifted.some(silences) ? recountTallies(first.subjectId!, tx) : () => {};
}

const KINDS = {
  upheld: 'uphold_appeal',
  overturned: 'overturn_appeal',
  reason_changed: 'change_reason',
} as const;

async function writeDown(tx: Tx, hearing: Hearing): Promise<Settled> {
  const { appealId, caseId, first, input, moderator, nobodyElse, now } = hearing;
  const { outcome, note = null } = input;
  const heard = { state: outcome, decidedById: moderator.id, nobodyElse, now };
  if (!(await closeCase(tx, caseId, now)) || !(await setHeard(tx, appealId, heard)))
    throw new Refusal('case-changed');
  if (outcome === 'overturned') await rejectReportsOf(tx, first);
  const { commentId, verdictId, subjectId, version } = first;
  const reason = outcome === 'reason_changed' ? input.reason! : first.reason;
  const place = first.verdict ? commentPlace(first.verdict.slug, commentId) : PERSON_PLACE;
  const about = { kind: KINDS[outcome], caseId, commentId, verdictId, subjectId, version, place };
  const id = await recordDecision(tx, { ...about, moderator, reason, note, nonce: input.nonce, now });
  const data = { outcome, ...(reason ? { reason } : {}), ...(note ? { note } : {}) };
  const userId = subjectId!;
  await giveNotices([{ userId, kind: 'appeal_outcome', commentId, decisionId: id, data, now }], tx);
  return { id, cases: [caseId], told: [userId], what: 'decided' };
}
