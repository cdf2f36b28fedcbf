/** The score's band, or the score; otherwise the first classification, or nothing. */
export function stampOf(verdict: {
  score: { value: number; max: number; band: string | null } | null;
  classifications: { label: string }[];
}): string | null {
  const { score, classifications } = verdict;
  if (score) return score.band === null ? `${score.value}/${score.max}` : shownLabel(score.band);
  return classifications[0] ? shownLabel(classifications[0].label) : null;
}

/** A label as shown: without a final full stop, and with spaces for `partial_truth`'s underscores. */
export function shownLabel(label: string): string {
  return label.replace(/(?<!\.)\.$/, '').replace(/(?<=\p{L})_(?=\p{L})/gu, ' ');
}
