import { beforeAll, expect, it } from 'vitest';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { changeRole } from './admin/change-role.server.ts';
import { db } from '#lib/db/client.server.ts';
import { findPeople, findPerson } from './find-person.server.ts';
import { listUsers } from './admin/list-users.server.ts';
import { suggestPeople } from './suggest-people.server.ts';

await freshDatabase();
beforeAll(async () => {
  await enter('Ada');
});

it('a person is found by their name in any spelling, and shows nothing private', async () => {
  const person = await findPerson('ADA');
  expect(person).toEqual({
    id: expect.any(String),
    username: 'Ada',
    role: 'reader',
    joinedAt: expect.stringMatching(/Z$/),
    bio: null,
  });
});

it.each(['nobody', '', 'a\0b', '../admin', 'x'.repeat(500)])('there is nobody called %j', async (name) => {
  await expect(findPerson(name)).rejects.toMatchObject({ code: 'user-not-found', status: 404 });
});

it('the operator gives roles, to those who exist', async () => {
  expect(await changeRole('ada', 'moderator')).toMatchObject({ username: 'Ada', role: 'moderator' });
  expect((await listUsers()).map(({ username, role }) => [username, role])).toEqual([['Ada', 'moderator']]);
  await expect(changeRole('nobody', 'admin')).rejects.toMatchObject({ code: 'user-not-found' });
});

it('an account that waits for approval is not suggested or mentioned', async () => {
  const waits = await enter('adele');
  const suggested = async () => (await suggestPeople('ad', waits)).items.map(({ username }) => username);
  expect(await suggested()).toEqual(['Ada', 'adele']);
  expect(await findPeople(['ada', 'adele'])).toHaveLength(2);
  await db().user.update({ where: { id: waits.id }, data: { waitingSince: new Date() } });
  expect(await suggested()).toEqual(['Ada']);
  expect(await findPeople(['ada', 'adele'])).toMatchObject([{ username: 'Ada' }]);
});
