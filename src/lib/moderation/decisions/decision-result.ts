import type { QueueItem } from '#lib/live/events.ts';
import type { DecisionKind } from '#lib/moderation/cases/case.ts';

/** What a moderator gets back for a decision. */
export interface Decided {
  /** The decision's id: what `undo` and an appeal name. */
  id: string;
  kind: DecisionKind;
  /** The case it was made on, where there was one, and as it stands now: null where it left the queue. */
  caseId: string | null;
  item: QueueItem | null;
  /** ISO time up to which it can be undone; null where it can't. */
  undoUntil: string | null;
  /** False where this nonce decided before: nothing was done now. */
  fresh: boolean;
}
