import { diffArrays } from 'diff';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';

/** Lines added and removed together. A text that differs in more is another text; the time grows with the square of this. */
const MAX_EDITS = 1000;

/** The corrections of the lines of `before` that are still there in `after`, with their new numbers. */
export function remapCorrections(corrections: Correction[], before: string[], after: string[]): Correction[] {
  if (corrections.length === 0) return [];
  const numbers = newNumbers(before, after);
  return corrections.flatMap(({ line, as }) => {
    const moved = numbers.get(line);
    return moved === undefined ? [] : [{ line: moved, as }];
  });
}

/** Of each line that stays: its number before, and its number now. */
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
