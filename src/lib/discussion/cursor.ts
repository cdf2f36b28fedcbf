import { Refusal } from '#lib/refusal.ts';

/** A place in a list of comments, opaque on the outside: the path, and for "top" the score before it. */
export interface Cursor {
  path: string;
  score: number;
}

export function writeCursor({ path, score }: Cursor): string {
  return btoa(`${path}|${score}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws Refusal `invalid-input` for anything that `writeCursor` didn't write. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined || text === '') return null;
  const [path = '', score = ''] = decoded(text).split('|');
  const number = Number(score);
  if (!/^([0-9a-f]{8}){1,9}$/.test(path) || score === '' || !Number.isFinite(number)) throw invalid();
  return { path, score: number };
}

function decoded(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw invalid();
  }
}

function invalid(): Refusal {
  return new Refusal('invalid-input', {
    field: 'cursor',
    message: 'That is not a cursor of this list. Start from its first page.',
  });
}
