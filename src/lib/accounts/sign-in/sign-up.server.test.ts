import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { type Refusal } from '#lib/refusal.ts';
import { PASSWORD } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { signUp } from './sign-up.server.ts';

await freshDatabase();

const HOME = '192.0.2.7';
const join = (username: string, password = PASSWORD, address = HOME) =>
  signUp({ username, password }, address);
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: Refusal) => error,
  );

beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().user.deleteMany();
});

describe('signing up', () => {
  it('makes a reader', async () => {
    const account = await join('Ada');
    expect(account).toEqual({ id: expect.any(String), username: 'Ada', role: 'reader' });
  });

  it('keeps no password', async () => {
    await join('ada');
    expect(JSON.stringify(await db().user.findMany())).not.toContain(PASSWORD);
  });

  it.each(['ada', 'ADA', 'a_d-a'])('refuses %s beside Ada: they look alike', async (name) => {
    await join('Ada');
    const refused = await refusal(join(name));
    expect(refused?.code).toBe('username-taken');
    expect(refused?.errors).toEqual([{ path: 'username', message: expect.stringContaining('taken') }]);
  });

  it('gives one name to one of two who ask at the same moment', async () => {
    const answers = await Promise.all([refusal(join('grace')), refusal(join('GRACE'))]);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.find((answer) => answer !== null)?.code).toBe('username-taken');
  });

  it('names every fault at once, by field', async () => {
    const refused = await refusal(join('ad', 'short'));
    expect(refused?.errors.map(({ path }) => path)).toEqual(['username', 'password']);
  });

  it('takes three accounts an hour from one address', async () => {
    for (const name of ['ada', 'grace', 'joan']) await join(name);
    const refused = await refusal(join('radia'));
    expect(refused?.code).toBe('rate-limited');
    expect(refused?.details.retryAfter).toBeGreaterThan(3500);
    await expect(join('radia', PASSWORD, '198.51.100.1')).resolves.toBeDefined();
  });

  it.each([
    ['IPv4 /24', (n: number) => `198.51.100.${n * 12}`, '198.51.100.255', '198.51.101.0'],
    ['IPv6 /48', (n: number) => `2001:db8:7:${n}::1`, '2001:db8:7:ffff:ffff:ffff:ffff:ffff', '2001:db8:8::'],
  ])('takes twenty accounts an hour from one network: %s', async (_, address, last, beyond) => {
    for (let n = 0; n < 20; n++) await join(`reader-${n}`, PASSWORD, address(n));
    const refused = await refusal(join('radia', PASSWORD, last));
    expect(refused).toMatchObject({ code: 'rate-limited', message: expect.stringContaining('network') });
    await expect(join('radia', PASSWORD, beyond)).resolves.toBeDefined();
    // The refused one did not use up its own address.
    await db().rateLimit.deleteMany({ where: { key: { startsWith: 'sign-up-by-network' } } });
    for (const name of ['vera', 'hedy', 'maria']) await join(name, PASSWORD, last);
  });

  it('counts no typing errors and no taken names against the hour', async () => {
    await join('ada');
    for (const name of ['x', 'ada', 'admin', 'a d a']) await refusal(join(name));
    for (const name of ['grace', 'joan']) await expect(join(name)).resolves.toBeDefined();
  });
});
