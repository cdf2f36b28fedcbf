import type { Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { CaseChanged } from '#lib/live/events.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { CASE_DECISIONS, UNDO_WINDOW, type DecisionKind } from '#lib/moderation/cases/case.ts';
import type { Decided } from './decision-result.ts';
import { decisionByNonce, isRepeat, readDecision, type DecisionRow } from './decision.store.server.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';
import { queueItem } from '#lib/moderation/queue/queue-view.ts';
import { readCases } from '#lib/moderation/queue/queue.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';

/** What a decision did, once it is committed. */
export interface Settled {
  /** The decision's id. */
  id: string;
  /** Cases it touched. */
  cases: string[];
  /** Whose inboxes changed. */
  told: string[];
  what: CaseChanged['what'];
}

/**
 * Runs `decide` once for this moderator's nonce. The second time, also at the same moment, the answer is the first
 * one's: what a lost answer needs. A case that changed meanwhile is refused with how it stands now.
 */
export async function onceOnly(
  moderator: Actor,
  { nonce, caseId, context }: { nonce: string; caseId: string | null; context: RequestContext },
  decide: () => Promise<Settled>,
): Promise<Decided> {
  const first = await decisionByNonce(moderator.id, nonce);
  if (first) return answer(first, { now: context.now, fresh: false });
  try {
    const settled = await decide();
    await settle(settled, { by: moderator.username, now: context.now });
    return answer((await readDecision(settled.id))!, { now: context.now, fresh: true });
  } catch (fault) {
    const lost = isRepeat(fault) || (fault instanceof Refusal && fault.status === 409);
    const won = lost ? await decisionByNonce(moderator.id, nonce) : null;
    if (won) return answer(won, { now: context.now, fresh: false });
    throw await withState(fault, caseId, context);
  }
}

/** Tells moderators and inboxes what was decided. */
export async function settle({ cases, told, what }: Settled, { by, now }: { by: string | null; now: Date }) {
  await Promise.all([publishCases(cases, { what, by, now }), publishUnreadCounts(told)]);
}

/** Whoever came second sees what the first one did. */
async function withState(fault: unknown, caseId: string | null, context: RequestContext): Promise<unknown> {
  if (isRepeat(fault)) return new Refusal('not-possible-now');
  if (!(fault instanceof Refusal) || fault.status !== 409 || !caseId) return fault;
  return new Refusal(fault.code, { state: await findCase(caseId, context) });
}

/** All that a moderator decides alone and for good: what was erased can't come back, and appeals have two sides. */
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

async function answer(row: DecisionRow, { now, fresh }: { now: Date; fresh: boolean }): Promise<Decided> {
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
