import * as argon2 from '@node-rs/argon2';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import type { Refusal } from '#lib/refusal.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { hashPassword } from '#lib/accounts/password/password.server.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { MAX_DELAY, signIn } from './sign-in.server.ts';
import { setPasswordHash } from '#lib/accounts/user.store.server.ts';

vi.mock('@node-rs/argon2', { spy: true });

await freshDatabase();

let ada: Actor;
let other: Promise<Actor> | undefined;
const grace = () => (other ??= enter('grace'));
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
    ['an impossible name', 'a\0b', PASSWORD],
    ['an empty password', 'Ada', ''],
  ])('gives %s the same answer, after the same work', async (_, name, password) => {
    await enterAs('Ada');
    vi.mocked(argon2.verify).mockClear();
    await expect(enterAs(name, password)).rejects.toMatchObject({ code: 'wrong-credentials', errors: [] });
    expect(argon2.verify).toHaveBeenCalledOnce();
    const [hash] = vi.mocked(argon2.verify).mock.lastCall!;
    expect(hash).toContain('$m=19456,t=2,p=1$');
  });

  it('takes five failures a minute from one address, whatever the name', async () => {
    for (let n = 1; n <= 5; n++)
      await expect(enterAs(`guess-${n}`)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(enterAs('guess-6')).rejects.toMatchObject({ code: 'rate-limited' });
    await expect(enterAs('Ada', PASSWORD, '198.51.100.1')).resolves.toEqual(ada);
  });

  it('counts a whole IPv6 site as one address', async () => {
    for (let n = 1; n <= 5; n++)
      await expect(enterAs('guess', 'x', `2001:db8:1:${n}::1`)).rejects.toMatchObject({
        code: 'wrong-credentials',
      });
    await expect(enterAs('guess', 'x', '2001:db8:1:6::1')).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('counts failures only', async () => {
    for (let n = 0; n < 12; n++) await expect(enterAs('Ada')).resolves.toEqual(ada);
    await db().rateLimit.deleteMany({ where: { key: { startsWith: 'known-address' } } });
    for (let n = 0; n < 5; n++)
      await expect(enterAs('Ada', 'wrong')).rejects.toMatchObject({ code: 'wrong-credentials' });
  });

  it('checks no more than the allowance of tries that arrive at the same moment', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enterAs('Ada', 'wrong')));
    const codes = tries.map((tried) => (tried as PromiseRejectedResult).reason.code as string);
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(5);
  });
});

describe('a known device', () => {
  const guess = (device: CookieJar) => signIn({ username: 'ada', password: 'wrong' }, HOME, device);
  let device: CookieJar;
  beforeEach(async () => {
    device = new CookieJar();
    await openSession(device, ada.id);
  });

  it('is remembered by a cookie that scripts don’t see and only sign-in gets', async () => {
    const set = vi.spyOn(device, 'set');
    await openSession(device, ada.id);
    const cookies = set.mock.calls.filter(([name]) => name.startsWith('device-'));
    expect(cookies.map(([, , options]) => options)).toMatchObject([
      { path: '/sign-in' },
      { path: '/api/v1/session' },
    ]);
    for (const [name, , options] of cookies) {
      expect(name).toBe(`device-${ada.id}`);
      expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: false });
    }
  });

  it('has its own ten failures in ten minutes, and gets in when its address is blocked', async () => {
    for (let n = 0; n < 6; n++) await enterAs(`guess-${n}`).catch(() => {});
    await expect(enterAs('Ada')).rejects.toMatchObject({ code: 'rate-limited' });
    for (let n = 0; n < 10; n++)
      await expect(guess(device)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(guess(device)).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it.each([
    ['of another account', async (jar: CookieJar) => jar.get(`device-${(await grace()).id}`)!],
    ['with another signature', async (jar: CookieJar) => `${jar.get(`device-${ada.id}`)!.slice(0, -2)}AA`],
    ['without one', async (jar: CookieJar) => jar.get(`device-${ada.id}`)!.split('.')[0]!],
    [
      'of before the password changed',
      async (jar: CookieJar) => {
        const value = jar.get(`device-${ada.id}`)!;
        await setPasswordHash(ada.id, await hashPassword(PASSWORD));
        return value;
      },
    ],
  ])('is not known by a cookie %s', async (_, forged) => {
    if (_ === 'of another account') await openSession(device, (await grace()).id);
    device.set(`device-${ada.id}`, await forged(device), {});
    for (let n = 0; n < 6; n++) await enterAs(`guess-${n}`).catch(() => {});
    await expect(guess(device)).rejects.toMatchObject({ code: 'rate-limited' });
  });
});

describe('an attacker who guesses one password from fifty addresses', () => {
  const ADDRESSES = Array.from({ length: 50 }, (_, n) => `203.0.113.${n}`);
  /** Seconds between two rounds of tries from all addresses. */
  const EVERY = 90;
  const tried: string[] = [];
  let device: CookieJar;

  // The argon2 of two thousand tries would take minutes, and is not what this is about.
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    vi.mocked(argon2.verify).mockImplementation(async (_hash, password) => {
      tried.push(String(password));
      return password === PASSWORD;
    });
    tried.length = 0;
    device = new CookieJar();
    await openSession(device, ada.id);
    await enterAs('Ada', PASSWORD, '198.51.100.7');
    tried.length = 0;
    await hammer();
    return () => {
      vi.useRealTimers();
      vi.mocked(argon2.verify).mockRestore();
    };
  });

  const guess = (address: string) => enterAs('Ada', 'guess', address).catch((refused: Refusal) => refused);
  const hammer = () => Promise.all(ADDRESSES.map(guess));

  it('has 500 guesses an hour', { timeout: 120_000 }, async () => {
    for (let second = EVERY; second < 3600; second += EVERY) {
      vi.setSystemTime(Date.now() + EVERY * 1000);
      await hammer();
    }
    expect(tried).toHaveLength(500);
  });

  it('keeps the owner out of no device and no address that they used before', async () => {
    expect(await signIn({ username: 'ada', password: PASSWORD }, '198.51.100.99', device)).toEqual(ada);
    expect(await enterAs('Ada', PASSWORD, '198.51.100.7')).toEqual(ada);
  });

  it('lets the owner in at once on a new device, and within 30 seconds after a typing error', async () => {
    expect(await enterAs('Ada', PASSWORD, '198.51.100.1')).toEqual(ada);
    await expect(enterAs('Ada', 'typo', '198.51.100.2')).rejects.toMatchObject({ code: 'wrong-credentials' });
    const refused = await enterAs('Ada', PASSWORD, '198.51.100.2').catch((refusal: Refusal) => refusal);
    expect(refused).toMatchObject({ code: 'rate-limited', status: 429 });
    const { retryAfter } = (refused as Refusal).details;
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(MAX_DELAY);
    vi.setSystemTime(Date.now() + retryAfter! * 1000 + 1);
    await hammer();
    expect(await enterAs('Ada', PASSWORD, '198.51.100.2')).toEqual(ada);
  });

  it('makes each address wait longer between two tries, up to 30 seconds', async () => {
    // In the round before, each address met another count, and so another delay.
    vi.setSystemTime(Date.now() + EVERY * 1000);
    await hammer();
    for (const refused of await hammer())
      expect(refused).toMatchObject({ code: 'rate-limited', details: { retryAfter: MAX_DELAY } });
    await db().rateLimit.updateMany({
      where: { key: { startsWith: 'sign-in-failures' } },
      data: { points: 12 },
    });
    expect(await guess('203.0.113.60')).toMatchObject({ code: 'wrong-credentials' });
    expect(await guess('203.0.113.60')).toMatchObject({ details: { retryAfter: 2 } });
  });
});
