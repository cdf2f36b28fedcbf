/** Changed, missing, added and swapped letters between two words; `most` + 1 if there are more. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(last[b.length]!, most + 1);
}

/** The word most likely meant: of those with the fewest changes, the first. Short words differ in one letter by chance. */
export function bestCorrection(typed: string, candidates: string[]): string | null {
  const most = typed.length < 5 ? 1 : typed.length < 9 ? 2 : 3;
  let best: { word: string; changes: number } | null = null;
  for (const word of candidates) {
    const changes = distance(typed, word, most);
    if (changes > 0 && changes <= most && changes < (best?.changes ?? most + 1)) best = { word, changes };
  }
  return best?.word ?? null;
}
