import { sharedRead } from '#lib/db/batcher.ts';
import type { Word } from './match.ts';
import { readWords } from './word.store.server.ts';

/** The admin's words, for screening. Not kept: a new word counts at once, in every process. */
export const findWords: () => Promise<Word[]> = sharedRead(readWords);
