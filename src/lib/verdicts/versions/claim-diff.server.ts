import { claimKeyOf } from './fingerprint.server.ts';
import { headlineOf } from '#lib/verdicts/headline.ts';
import type { ClaimDraft, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import type { ClaimView, VerdictView } from '#lib/verdicts/verdict-view.ts';

export interface ClaimDiff {
  /** For each claim of the edited verdict: its votes, or null if it is new. */
  votes: ({ agree: number; disagree: number } | null)[];
  /** Claims that the edited verdict no longer makes. */
  retired: { label: string; agree: number; disagree: number }[];
  /** Another claim is on the stamp than before, so that its votes, and with them the two sides, are others. */
  stamp: boolean;
}

/** What publishing an edit does to the votes, by the same key. */
export function claimDiff(
  { claims: published, ...current }: Pick<VerdictView, 'claims' | 'score'>,
  { claims: edited, score }: Pick<StructuredVerdict, 'claims' | 'score'>,
): ClaimDiff {
  const keyOf = ({ kind, label }: Pick<ClaimDraft, 'kind' | 'label'>) => `${kind} ${claimKeyOf(label)}`;
  const headline = headlineOf({ ...current, claims: published });
  const next = headlineOf({ score, claims: edited });
  const votesOf = ({ agree, disagree }: ClaimView) => ({ agree, disagree });
  const before = new Map(published.map((claim) => [keyOf(claim), claim]));
  const after = new Set(edited.map(keyOf));
  return {
    votes: edited.map((claim) => {
      const stays = before.get(keyOf(claim));
      return stays ? votesOf(stays) : null;
    }),
    retired: published
      .filter((claim) => !after.has(keyOf(claim)))
      .map((claim) => ({ label: claim.label, ...votesOf(claim) })),
    stamp: headline !== null && (next === null || keyOf(headline) !== keyOf(next)),
  };
}
