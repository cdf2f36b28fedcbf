import type { Word } from './match.ts';
import { readWords } from './word.store.server.ts';

/** The admin's words, for screening. Read each time: a new word counts at once, in every process. */
export async function findWords(): Promise<Word[]> {
  return readWords();
}
