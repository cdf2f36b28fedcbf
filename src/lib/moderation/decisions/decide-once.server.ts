import type { Actor } from '#lib/actor.ts';
import type { CaseChanged } from '#lib/live/events.ts';
import { CASE_DECISIONS, UNDO_WINDOW, type DecisionKind } from '#lib/moderation/cases/case.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';
import { queueItem } from '#lib/moderation/queue/queue-view.ts';
import { readCases } from '#lib/moderation/queue/queue.store.server.ts';
import { scheduleFollowerNotices } from '#lib/notices/notify-followers.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { DecisionResult } from './decision-result.ts';
import {
  isRepeatedDecision,
  readDecision,
  readDecisionByNonce,
  type DecisionRow,
} from './decision.store.server.ts';

/** What a decision changed, once it is committed. */
export interface CommittedDecision {
  id: string;
  /** The cases to publish. */
  caseIds: string[];
  /** The accounts whose notices changed. */
  notified: string[];
  what: CaseChanged['what'];
}

/**
 * Makes a decision once for this moderator's nonce, then publishes it. Repeated and concurrent requests get the first
 * one's result. A 409 carries the current state of the case.
 */
export async function decideOnce(
  moderator: Actor,
  { nonce, caseId, context }: { nonce: string; caseId: string | null; context: RequestContext },
  decide: () => Promise<CommittedDecision>,
): Promise<DecisionResult> {
  const { now } = context;
  const first = await readDecisionByNonce(moderator.id, nonce);
  if (first) return resultOf(first, { now, fresh: false });
  try {
    const { id, caseIds, notified, what } = await decide();
    // A comment that was let in may have followers.
    scheduleFollowerNotices();
    await Promise.all([
      publishCases(caseIds, { what, by: moderator.username, now }),
      publishUnreadCounts(notified),
    ]);
    return resultOf((await readDecision(id))!, { now, fresh: true });
  } catch (fault) {
    const lost = isRepeatedDecision(fault) || (fault instanceof Refusal && fault.status === 409);
    const winner = lost ? await readDecisionByNonce(moderator.id, nonce) : null;
    if (winner) return resultOf(winner, { now, fresh: false });
    throw await withCaseState(fault, caseId, context);
  }
}

async function withCaseState(
  fault: unknown,
  caseId: string | null,
  context: RequestContext,
): Promise<unknown> {
  if (isRepeatedDecision(fault)) return new Refusal('not-possible-now');
  if (!(fault instanceof Refusal) || fault.status !== 409 || !caseId) return fault;
  return new Refusal(fault.code, { state: await findCase(caseId, context) });
}

/** Erased text can't be restored, and an appeal's outcome concerns two sides. */
const UNDOABLE: ReadonlySet<DecisionKind> = new Set([
  ...CASE_DECISIONS.filter((kind) => kind !== 'erase'),
  'lift' as const,
]);

export function isUndoable({
  kind,
  undone,
  before,
}: Pick<DecisionRow, 'kind' | 'undone' | 'before'>): boolean {
  return UNDOABLE.has(kind) && !undone && before.partOf === undefined;
}

async function resultOf(
  row: DecisionRow,
  { now, fresh }: { now: Date; fresh: boolean },
): Promise<DecisionResult> {
  const [found] = row.caseId ? await readCases([row.caseId]) : [];
  const until = new Date(row.createdAt.getTime() + UNDO_WINDOW);
  return {
    id: row.id,
    kind: row.kind,
    caseId: row.caseId,
    item: found?.open ? queueItem(found, now) : null,
    undoUntil: isUndoable(row) && until > now ? until.toISOString() : null,
    fresh,
  };
}
