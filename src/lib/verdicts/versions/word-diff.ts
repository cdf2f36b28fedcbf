import { diffWordsWithSpace } from 'diff';
import type { Run } from './version-diff-view.ts';

/** Differing words of a block; beyond this, a word diff isn't readable. */
const MAX_WORD_EDITS = 200;
/** The limit for all blocks together. */
const ALL_WORD_EDITS = 4000;
/** The share of characters that two blocks must have in common to be shown as one changed block. */
export const ALIKE = 0.4;

/** Differing words that may still be compared. */
export interface WordBudget {
  left: number;
}

export function newWordBudget(): WordBudget {
  return { left: ALL_WORD_EDITS };
}

/** Null if they have too little in common. */
export function diffWords(before: string, after: string, budget: WordBudget): Run[] | null {
  const maxEditLength = Math.min(MAX_WORD_EDITS, budget.left);
  const changes = maxEditLength > 0 && diffWordsWithSpace(before, after, { maxEditLength });
  if (!changes) {
    budget.left -= maxEditLength;
    return null;
  }
  const runs = changes.map(({ added, removed, value }): Run => ({
    change: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
  for (const { added, removed, count } of changes) if (added || removed) budget.left -= count;
  const common = runs.reduce((sum, { change, text }) => (change === 'same' ? sum + text.length : sum), 0);
  return common >= ALIKE * Math.max(before.length, after.length) ? mergePhrases(runs) : null;
}

/** Merges changed words separated by a space: `a b` to `c d` reads better than two changes. */
function mergePhrases(runs: Run[]): Run[] {
  const phrases: Run[] = [];
  let phrase = { removed: '', added: '' };
  const end = () => {
    for (const change of ['removed', 'added'] as const)
      if (phrase[change] !== '') phrases.push({ change, text: phrase[change] });
    phrase = { removed: '', added: '' };
  };
  runs.forEach(({ change, text }, i) => {
    const isGap =
      change === 'same' && text.trim() === '' && phrase.removed + phrase.added !== '' && i < runs.length - 1;
    if (change === 'same' && !isGap) {
      end();
      phrases.push({ change, text });
      return;
    }
    if (change !== 'added') phrase.removed += text;
    if (change !== 'removed') phrase.added += text;
  });
  end();
  return phrases;
}
