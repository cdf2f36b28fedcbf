import { ALIKE } from './word-diff.ts';

export type Pair<T> = [before: T | null, after: T | null];

/** Items of one list times items of the other; beyond it, they are paired by position. A word is looked up 50 times at most. */
const MAX_PAIRS = 2500;

/**
 * Pairs the items of both lists that are most alike, in order: the pairs with the highest sum of likenesses. Those between
 * two such pairs are paired by position. `textOf` gives the text to compare; only items of one kind are alike.
 */
export function pairAlike<T>(
  before: T[],
  after: T[],
  textOf: (item: T) => { kind: string; text: string },
): Pair<T>[] {
  if (before.length * after.length > MAX_PAIRS) return zip(before, after);
  const words = (item: T) => wordsOf(textOf(item));
  const likenesses = likenessesOf(before.map(words), after.map(words));
  const best = bestSums(likenesses, after.length);
  const pairs: Pair<T>[] = [];
  let [i, j, oldDone, newDone] = [0, 0, 0, 0];
  while (i < before.length && j < after.length) {
    const here = best[i]![j]!;
    if (here === best[i + 1]![j]!) i++;
    else if (here === best[i]![j + 1]!) j++;
    else {
      pairs.push(...zip(before.slice(oldDone, i), after.slice(newDone, j)), [before[i]!, after[j]!]);
      [oldDone, newDone] = [++i, ++j];
    }
  }
  return [...pairs, ...zip(before.slice(oldDone), after.slice(newDone))];
}

export function zip<T>(before: T[], after: T[]): Pair<T>[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, i) => [before[i] ?? null, after[i] ?? null]);
}

/** `[i][j]`: the highest sum of likenesses of pairs from `before[i]` and `after[j]` on. */
function bestSums(likenesses: number[][], width: number): number[][] {
  const best = [...likenesses, []].map(() => new Array<number>(width + 1).fill(0));
  for (let i = likenesses.length - 1; i >= 0; i--)
    for (let j = width - 1; j >= 0; j--) {
      const paired = likenesses[i]![j]! && likenesses[i]![j]! + best[i + 1]![j + 1]!;
      best[i]![j] = Math.max(paired, best[i + 1]![j]!, best[i]![j + 1]!);
    }
  return best;
}

interface Words {
  kind: string;
  counts: Map<string, number>;
  /** Letters of all words. */
  letters: number;
}

function wordsOf({ kind, text }: { kind: string; text: string }): Words {
  const counts = new Map<string, number>();
  let letters = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    letters += word.length;
  }
  return { kind, counts, letters };
}

function likenessesOf(before: Words[], after: Words[]): number[][] {
  return before.map((old) => after.map((now) => likeness(old, now)));
}

/** The share of letters in words that both have; 0 if it is too small. */
function likeness(a: Words, b: Words): number {
  const [few, many] = a.counts.size < b.counts.size ? [a, b] : [b, a];
  const needed = ALIKE * Math.max(a.letters, b.letters);
  if (a.kind !== b.kind || Math.min(a.letters, b.letters) < needed) return 0;
  let common = 0;
  for (const [word, count] of few.counts) common += word.length * Math.min(count, many.counts.get(word) ?? 0);
  return common > 0 && common >= needed ? common / Math.max(a.letters, b.letters) : 0;
}
