import { CachedRead } from '#lib/db/cached-read.ts';
import type { Word } from './match.ts';
import { readWords } from './word.store.server.ts';

const words = new CachedRead(readWords);

/** The admin's words, for screening. */
export function findWords(): Promise<Word[]> {
  return words.get();
}

/** Call it after the list has changed. */
export function forgetWords(): void {
  words.invalidate();
}
