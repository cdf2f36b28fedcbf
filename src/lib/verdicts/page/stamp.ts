/** What the stamp says: the score's band, or the score where it has none; else the first classification, or nothing. */
export function stampOf(verdict: {
  score: { value: number; max: number; band: string | null } | null;
  classifications: { label: string }[];
}): string | null {
  const { score, classifications } = verdict;
  if (score) return score.band === null ? `${score.value}/${score.max}` : shownLabel(score.band);
  return classifications[0] ? shownLabel(classifications[0].label) : null;
}

/**
 * A label as it is shown. A stamp or a tag is no sentence: its last full stop goes, an ellipsis stays. Programs write
 * `partial_truth`; people read "partial truth".
 */
export function shownLabel(label: string): string {
  return label.replace(/(?<!\.)\.$/, '').replace(/(?<=\p{L})_(?=\p{L})/gu, ' ');
}
