import type { ClaimKind } from '#lib/verdicts/verdict.ts';
import { matchKey } from '#lib/verdicts/match-key.ts';

export interface ComparedClaim {
  id: string;
  kind: ClaimKind;
  position: number;
  label: string;
}

/** The share of words that two wordings of one claim have in common, at least. */
const ALIKE = 0.4;

/**
 * Which new claim of an edit says what a retired one said in other words, by the retired one's id. The most similar ones
 * first, each once. A classification may have no word in common with its earlier wording: there the same place decides,
 * unless the number of classifications changed.
 */
export function successorsOf(retired: ComparedClaim[], added: ComparedClaim[]): Map<string, string> {
  const pairs = retired.flatMap((before) =>
    added
      .filter(({ kind }) => kind === before.kind)
      .map((after) => ({ before, after, alike: similarity(before.label, after.label) })),
  );
  const isCounted = ({ before, after, alike }: (typeof pairs)[number]) =>
    alike >= ALIKE || (isSamePlace(before, after) && sameNumber(retired, added));
  pairs.sort(
    (a, b) =>
      b.alike - a.alike || Number(isSamePlace(b.before, b.after)) - Number(isSamePlace(a.before, a.after)),
  );
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const pair of pairs.filter(isCounted)) {
    if (found.has(pair.before.id) || taken.has(pair.after.id)) continue;
    found.set(pair.before.id, pair.after.id);
    taken.add(pair.after.id);
  }
  return found;
}

const isSamePlace = (before: ComparedClaim, after: ComparedClaim) =>
  before.kind === 'classification' && before.position === after.position;

function sameNumber(...lists: ComparedClaim[][]): boolean {
  const [before, after] = lists.map(
    (claims) => claims.filter(({ kind }) => kind === 'classification').length,
  );
  return before === after;
}

/** Twice the words in common, by the words of both (Dice). */
function similarity(a: string, b: string): number {
  const [before, after] = [a, b].map((label) => matchKey(label).split(' ').filter(Boolean));
  const left = [...after!];
  const common = before!.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / Math.max(1, before!.length + after!.length);
}
