import { bestCorrection } from './correction.ts';
import { isRun, wordsOf } from './excerpt.ts';
import { learnWords, readSimilarWords, readUnknownWords } from './words.store.server.ts';

/** Comments whose words are added before a correction is looked for. The sweep adds the rest. */
const LEARNED_AT_ONCE = 20;
const LEARNED_BY_SWEEP = 2000;
/** Words that are corrected. Each is compared with many known words, and few queries have more typos. */
const MOST_CORRECTED = 3;

/** The text with the words that no text has replaced by similar ones; null if there are none. */
export async function findCorrection(text: string): Promise<string | null> {
  await learnWords(LEARNED_AT_ONCE);
  const words = wordsOf(text);
  const unknown = new Set(await readUnknownWords(words.filter((word) => word.length > 3 && !isRun(word))));
  const corrections = new Map<string, string>();
  // One after the other, so that one search doesn't take all connections.
  for (const word of words
    .filter((each, i) => unknown.has(each) && words.indexOf(each) === i)
    .slice(0, MOST_CORRECTED))
    corrections.set(word, bestCorrection(word, await readSimilarWords(word)) ?? word);
  const corrected = words.map((word) => corrections.get(word) ?? word);
  return corrected.some((word, i) => word !== words[i]) ? corrected.join(' ') : null;
}

/** The words of comments written since the last sweep, so that typos of them are recognised. */
export async function learnNewWords(): Promise<void> {
  await learnWords(LEARNED_BY_SWEEP);
}
