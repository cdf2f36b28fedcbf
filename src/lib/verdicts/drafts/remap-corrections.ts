import { diffArrays } from 'diff';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';

/** Added and removed lines together. Diff time grows with its square; beyond this, it is another text. */
const MAX_EDITS = 1000;

/** Keeps the corrections of lines that are still in `after`, with their new line numbers. */
export function remapCorrections(corrections: Correction[], before: string[], after: string[]): Correction[] {
  if (corrections.length === 0) return [];
  const numbers = newNumbers(before, after);
  return corrections.flatMap(({ line, as }) => {
    const moved = numbers.get(line);
    return moved === undefined ? [] : [{ line: moved, as }];
  });
}

function newNumbers(before: string[], after: string[]): Map<number, number> {
  const numbers = new Map<number, number>();
  let [old, now] = [1, 1];
  for (const { added, removed, count } of diffArrays(before, after, { maxEditLength: MAX_EDITS }) ?? []) {
    if (added) now += count;
    else if (removed) old += count;
    else for (let i = 0; i < count; i++) numbers.set(old++, now++);
  }
  return numbers;
}
