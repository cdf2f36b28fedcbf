import * as argon2 from '@node-rs/argon2';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../tests/cast.ts';
import { freshDatabase } from '../../../tests/database.ts';
import { signIn } from './sign-in.server.ts';

vi.mock('@node-rs/argon2', { spy: true });

await freshDatabase();

let ada: Actor;
beforeAll(async () => {
  ada = await enter('Ada');
});
beforeEach(async () => {
  await db().rateLimit.deleteMany();
});

const HOME = '192.0.2.7';
const enterAs = (username: string, password = PASSWORD, address = HOME) =>
  signIn({ username, password }, address);

describe('signing in', () => {
  it.each(['Ada', 'ada', 'ADA'])('knows Ada as %s', async (name) => {
    expect(await enterAs(name)).toEqual(ada);
  });

  it.each([
    ['a wrong password', 'Ada', 'tulip-harbour-twelve'],
    ['a wrong name', 'nobody-at-all', PASSWORD],
    ['a name that nobody can have', 'a\0b', PASSWORD],
    ['an empty password', 'Ada', ''],
  ])('gives %s the same answer, after the same work', async (_, name, password) => {
    await enterAs('Ada');
    vi.mocked(argon2.verify).mockClear();
    await expect(enterAs(name, password)).rejects.toMatchObject({ code: 'wrong-credentials', errors: [] });
    expect(argon2.verify).toHaveBeenCalledOnce();
    const [hash] = vi.mocked(argon2.verify).mock.lastCall!;
    expect(hash).toContain('$m=19456,t=2,p=1$');
  });

  it('takes five tries a minute for one name, wherever they come from', async () => {
    for (let n = 1; n <= 5; n++)
      await expect(enterAs('Ada', 'wrong-password', `192.0.2.${n}`)).rejects.toMatchObject({
        code: 'wrong-credentials',
      });
    await expect(enterAs('a-d-a', PASSWORD, '192.0.2.6')).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('takes five tries a minute from one address, whatever the name', async () => {
    for (let n = 1; n <= 5; n++)
      await expect(enterAs(`guess-${n}`)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(enterAs('Ada')).rejects.toMatchObject({ code: 'rate-limited' });
    await expect(enterAs('Ada', PASSWORD, '198.51.100.1')).resolves.toEqual(ada);
  });
});
