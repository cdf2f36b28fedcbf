/** What the stamp says: the score's band, or the score where it has none; else the first classification, or nothing. */
export function stampOf(verdict: {
  score: { value: number; max: number; band: string | null } | null;
  classifications: { label: string }[];
}): string | null {
  const { score, classifications } = verdict;
  if (score) return score.band ?? `${score.value}/${score.max}`;
  return classifications[0] ? withoutFullStop(classifications[0].label) : null;
}

/** A stamp or a tag is no sentence: its last full stop goes, an ellipsis stays. */
export function withoutFullStop(label: string): string {
  return label.replace(/(?<!\.)\.$/, '');
}
