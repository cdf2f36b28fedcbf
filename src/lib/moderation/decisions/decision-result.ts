import type { QueueItem } from '#lib/live/events.ts';
import type { DecisionKind } from '#lib/moderation/cases/case.ts';

/** What the moderator gets back. */
export interface DecisionResult {
  /** The id that `undoDecision` and an appeal refer to. */
  id: string;
  kind: DecisionKind;
  caseId: string | null;
  /** The case now; null without a case, or if it has left the queue. */
  item: QueueItem | null;
  /** ISO time; null if it can't be undone. */
  undoUntil: string | null;
  /** False if this nonce had decided before, so that this request changed nothing. */
  fresh: boolean;
}
