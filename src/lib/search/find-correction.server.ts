import { bestCorrection } from './correction.ts';
import { isRun, wordsOf } from './excerpt.ts';
import { learnWords, readSimilarWords, readUnknownWords } from './words.store.server.ts';

/** Comments whose words are added before a correction is looked for. The sweep adds the rest. */
const LEARNED_AT_ONCE = 20;
const LEARNED_BY_SWEEP = 2000;

/** The text with the words that no text has replaced by similar ones; null if there are none. */
export async function findCorrection(text: string): Promise<string | null> {
  await learnWords(LEARNED_AT_ONCE);
  const words = wordsOf(text);
  const unknown = new Set(await readUnknownWords(words.filter((word) => word.length > 3 && !isRun(word))));
  const corrected = await Promise.all(
    words.map(async (word) =>
      unknown.has(word) ? (bestCorrection(word, await readSimilarWords(word)) ?? word) : word,
    ),
  );
  return corrected.some((word, i) => word !== words[i]) ? corrected.join(' ') : null;
}

/** The words of comments written since the last sweep, so that typos of them are recognised. */
export async function learnNewWords(): Promise<void> {
  await learnWords(LEARNED_BY_SWEEP);
}
