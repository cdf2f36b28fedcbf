import { KeptRead } from '#lib/db/kept-read.ts';
import type { Word } from './match.ts';
import { readWords } from './word.store.server.ts';

/** Milliseconds: every comment asks, and a new word counts in every process before its admin looks. */
const KEEP = 50;

const words = new KeptRead(readWords, { keep: KEEP });

/** The admin's words, for screening. */
export function findWords(): Promise<Word[]> {
  return words.ask();
}

/** The list was changed: from here on the new one counts. */
export function forgetWords(): void {
  words.forget();
}
