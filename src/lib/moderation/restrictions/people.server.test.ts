import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { listPeople } from './list-people.server.ts';
import { setPersonRole } from './set-person-role.server.ts';

await freshDatabase();

const now = new Date();
let [ada, mary, linus]: Actor[] = [];

beforeAll(async () => {
  ada = await enter('ada');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  for (let i = 10; i < 35; i++) await enter(`reader-${i}`);
});

test('an admin finds accounts by the beginning of the name and by role, page by page', async () => {
  const context = { actor: linus!, now };
  expect((await listPeople({ q: 'AD' }, context)).items).toMatchObject([
    { username: 'ada', role: 'reader', standing: { level: 0 }, restrictions: [] },
  ]);
  expect((await listPeople({ role: 'moderator' }, context)).items.map(({ username }) => username)).toEqual([
    'mary',
  ]);
  const first = await listPeople({ q: 'reader' }, context);
  const rest = await listPeople({ q: 'reader', cursor: first.next! }, context);
  expect(rest.next).toBeNull();
  expect(new Set([...first.items, ...rest.items].map(({ username }) => username)).size).toBe(25);
});

test('an admin can change roles, but not their own', async () => {
  await setPersonRole({ username: 'ada', role: 'moderator' }, { actor: linus! });
  expect((await listPeople({ q: 'ada' }, { actor: linus!, now })).items[0]!.role).toBe('moderator');
  await expect(setPersonRole({ username: 'Linus', role: 'reader' }, { actor: linus! })).rejects.toMatchObject(
    {
      code: 'own-role',
    },
  );
});

test('no one else can change roles', async () => {
  for (const actor of [ada!, mary!]) {
    await expect(listPeople({}, { actor, now })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(setPersonRole({ username: 'ada', role: 'admin' }, { actor })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  await expect(listPeople({}, { actor: null, now })).rejects.toMatchObject({ code: 'sign-in-first' });
});
