import { requireModerator, type Actor } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { changeThread, type ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { takeBackNotices } from '#lib/notices/give-notice.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { UNDO_GRACE, UNDO_WINDOW } from '#lib/moderation/cases/case.ts';
import { lockCase, openCasesOn, releaseHeld, reopenCase } from '#lib/moderation/cases/case.store.server.ts';
import type { Decided } from './decision-result.ts';
import {
  lockDecisions,
  partsOf,
  readDecision,
  recordDecision,
  type DecisionRow,
  type Part,
} from './decision.store.server.ts';
import { isUndoable, onceOnly, type Settled } from './commit-decision.server.ts';
import { commentPlace, PERSON_PLACE } from '../ledger/ledger-place.ts';
import { recountTallies } from '#lib/moderation/restrictions/restrict-account.server.ts';
import {
  holdingTallies,
  liftAllOf,
  setStanding,
} from '#lib/moderation/restrictions/restriction.store.server.ts';
import { undone, type Move } from '#lib/discussion/status/transitions.ts';

/**
 * Takes back one's own decision within ten seconds: `undoDecision({decision, nonce}, {actor, now}) → Decided`. What
 * stood before stands again: status, case, reports, restriction, lock; its notices go. The log keeps both rows.
 * @throws Refusal `sign-in-first`, `forbidden`, `not-found`, `too-late-to-undo`, `not-possible-now` (something else
 * happened since, such as an appeal)
 */
export async function undoDecision(
  { decision: id, nonce }: { decision: string; nonce: string },
  context: RequestContext,
): Promise<Decided> {
  const moderator = requireModerator(context.actor);
  const { now } = context;
  const row = await readDecision(id);
  return onceOnly(moderator, { nonce, caseId: row?.caseId ?? null, context }, async () => {
    if (!row || row.moderatorId !== moderator.id) throw new Refusal('not-found');
    if (!isUndoable(row)) throw new Refusal('not-possible-now');
    if (now.getTime() - row.createdAt.getTime() > UNDO_WINDOW + UNDO_GRACE)
      throw new Refusal('too-late-to-undo');
    const by = { moderator, nonce, now };
    return row.kind === 'restrict' || row.kind === 'lift' ? undoRestriction(row, by) : undoInThread(row, by);
  });
}

interface By {
  moderator: Actor;
  nonce: string;
  now: Date;
}

const MOVE_OF: Partial<Record<DecisionRow['kind'], Move>> = {
  keep: 'keep',
  remove: 'remove',
  restore: 'restore',
  hold: 'hold',
  let_in: 'let_in',
};

async function undoInThread(row: DecisionRow, by: By): Promise<Settled> {
  const verdict = { id: row.verdictId!, slug: row.verdict!.slug };
  return changeThread(verdict, async (thread) => {
    const { tx } = thread;
    const parts = row.kind === 'remove' ? await partsOf(tx, row) : [];
    await refuseSettled(tx, [row, ...parts]);
    // The case first: a comment that waits again would open a new one by itself.
    const cases = await reopen(tx, row);
    for (const each of [row, ...parts]) await undoMove(thread, each);
    if (row.kind === 'lock' || row.kind === 'unlock') await undoLock(thread, row);
    if (row.kind === 'hold' && !row.before.held)
      cases.push(...(await releaseHeld(tx, row.commentId!, by.now)));
    const id = await record(tx, row, by);
    const told: string[] = [];
    for (const each of [row, ...parts]) told.push(...(await takeBackNotices(each.id, tx)));
    return { id, cases, told, what: 'reopened' };
  });
}

/** An appeal that was filed first is decided by another moderator, on the decision as it is. */
async function refuseSettled(tx: Tx, decisions: { id: string }[]): Promise<void> {
  const { undone, appealed } = await lockDecisions(
    tx,
    decisions.map(({ id }) => id),
  );
  if (appealed)
    throw new Refusal('not-possible-now', {
      message: 'An appeal was filed against this decision. Another moderator will decide it.',
    });
  if (undone) throw new Refusal('not-possible-now');
}

async function undoMove(thread: ThreadChange, { kind, commentId, before }: Part): Promise<void> {
  const move = MOVE_OF[kind];
  if (!move) return;
  const comment = await thread.read(commentId!);
  const back = comment && before.moderated ? undone(comment, move, before.moderated) : null;
  if (!back) throw new Refusal('not-possible-now');
  if (back.moderated !== comment!.moderated) await thread.move(comment!, back.moderated);
}

async function undoLock(thread: ThreadChange, { commentId, before }: DecisionRow): Promise<void> {
  const at = before.lockedAt ? new Date(before.lockedAt) : null;
  if (before.where === 'thread') return thread.lock(at);
  const comment = await thread.read(commentId!);
  if (comment) await thread.lockBranch(comment, at);
}

/** Cases that the decision closed are open again, with the reports it closed. @returns all it touched */
async function reopen(tx: Tx, { caseId, commentId, before, createdAt }: DecisionRow): Promise<string[]> {
  if (!caseId) return [];
  if (!before.closed) return [caseId];
  await lockCase(tx, caseId);
  // Reported anew within these seconds: that case goes on, and two for one comment there can't be.
  if ((await openCasesOn(tx, [commentId!])).length > 0) throw new Refusal('not-possible-now');
  const also = before.cases ?? [];
  await reopenCase(tx, { id: caseId, held: before.held === true, closedAt: createdAt });
  for (const id of also) await reopenCase(tx, { id, held: false, closedAt: createdAt });
  return [caseId, ...also];
}

async function record(tx: Tx, row: DecisionRow, { moderator, nonce, now }: By): Promise<string> {
  const { caseId, commentId, verdictId, subjectId, version } = row;
  const whole = row.before.where === 'thread';
  const place = row.verdict ? commentPlace(row.verdict.slug, whole ? null : commentId) : PERSON_PLACE;
  const what = { caseId, commentId, verdictId, subjectId, version, place };
  return recordDecision(tx, {
    kind: 'undo',
    ...what,
    moderator,
    reason: row.kind,
    nonce,
    undoesId: row.id,
    now,
  });
}

async function undoRestriction(row: DecisionRow, by: By): Promise<Settled> {
  const userId = row.subjectId!;
  const done = await holdingTallies(userId, async (tx) => {
    await refuseSettled(tx, [row]);
    if (row.kind === 'restrict') await liftAllOf(tx, row.id, by.now);
    else if (!(await setStanding(tx, row.before.restriction!))) throw new Refusal('not-possible-now');
    const id = await record(tx, row, by);
    const told = await takeBackNotices(row.id, tx);
    return { id, told, tell: await recountTallies(userId, tx) };
  });
  done.tell();
  disconnectAccount(userId);
  return { id: done.id, cases: row.caseId ? [row.caseId] : [], told: done.told, what: 'changed' };
}
