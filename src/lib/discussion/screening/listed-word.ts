import { findWord } from '#lib/words/match.ts';
import type { Phase } from './screening.ts';

/** A word on the admin's list. Moderators and admins may quote it, because they have to discuss it. */
export const listedWord: Phase = ({ words, texts, level }) => {
  const found = level < 3 ? findWord(words, texts) : null;
  if (!found) return null;
  if (found.action === 'hold') return { act: 'hold', reason: 'word' };
  if (found.action === 'report') return { act: 'report', note: `On the admin’s list: ${found.text}` };
  return {
    act: 'refuse',
    code: 'word-refused',
    message: `“${found.text}” isn’t allowed here. Use other words.`,
    field: 'body',
  };
};
