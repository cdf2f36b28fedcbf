import { DECISION_WORDS, type DecisionKind } from '#lib/moderation/cases/case.ts';
import { AUTOMATIC, REBUILT, type LedgerRow } from '#lib/moderation/ledger/ledger.ts';
import { DECISION_REASON_LABELS, type DecisionReason } from '#lib/moderation/reports/reason.ts';

export function logWords({ actor, kind, reason }: LedgerRow): {
  who: string;
  did: string;
  why: string | null;
} {
  const who = actor === AUTOMATIC ? 'Automatic' : (actor ?? 'A deleted account');
  if (kind === REBUILT)
    return { who, did: 'rebuilt this log without names', why: `The log’s last hash before: ${reason}` };
  return {
    who,
    did: DECISION_WORDS[kind as DecisionKind] ?? kind,
    // The reason of an undo is the kind of decision it undid.
    why:
      reason === null || kind === 'undo'
        ? null
        : (DECISION_REASON_LABELS[reason as DecisionReason] ?? reason),
  };
}
