import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { addWord } from './add-word.server.ts';
import { findWords } from './find-words.server.ts';
import { listWords } from './list-words.server.ts';
import { removeWord } from './remove-word.server.ts';
import { wordInput } from './word-input.ts';

await freshDatabase();

const now = new Date('2026-05-22T09:00:00Z');
const casino = { text: 'casino', kind: 'word', action: 'hold', note: 'Since May.' } as const;
let ada: Actor;
let mary: Actor;
let linus: Actor;
beforeAll(async () => {
  [ada, mary, linus] = [await enter('ada'), await enter('mary', 'moderator'), await enter('linus', 'admin')];
});

test('an admin lists a word, once, and takes it off', async () => {
  const { id } = await addWord(casino, { actor: linus, now });
  await expect(addWord({ ...casino, action: 'refuse' }, { actor: linus, now })).rejects.toMatchObject({
    code: 'word-listed',
    details: { field: 'text' },
  });
  await addWord({ ...casino, kind: 'pattern' }, { actor: linus, now });
  expect(await listWords(linus)).toMatchObject([
    { text: 'casino', createdBy: 'linus', createdAt: now.toISOString() },
    { text: 'casino' },
  ]);
  await removeWord(id, linus);
  await expect(removeWord(id, linus)).rejects.toMatchObject({ code: 'not-found' });
  expect(await findWords()).toMatchObject([{ text: 'casino', kind: 'pattern' }]);
});

test('no one else can see or change the list', async () => {
  for (const [actor, code] of [
    [null, 'sign-in-first'],
    [ada, 'forbidden'],
    [mary, 'forbidden'],
  ] as const) {
    await expect(listWords(actor)).rejects.toMatchObject({ code });
    await expect(addWord(casino, { actor, now })).rejects.toMatchObject({ code });
    await expect(removeWord(randomUUID(), actor)).rejects.toMatchObject({ code });
  }
});

test('a word that can’t be found, or would be found everywhere, is not taken', () => {
  const takes = (text: string, kind: string) => wordInput.safeParse({ text, kind, action: 'refuse' }).success;
  for (const text of ['spam', 'buy now', 'слово', '赌博']) expect(takes(text, 'word')).toBe(true);
  for (const text of ['', '  ', '$$$', '\u200b', 'a\0b', 'x'.repeat(101)])
    expect(takes(text, 'word')).toBe(false);
  for (const text of ['*.ru', '$$$', 'viagr*']) expect(takes(text, 'pattern')).toBe(true);
  for (const text of ['*', '* *', '***', 'a*', '\u200b*x']) expect(takes(text, 'pattern')).toBe(false);
});
