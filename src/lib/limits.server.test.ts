import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { db, pool } from '#lib/db/client.server.ts';
import * as env from '#lib/env.server.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { giveBack, networkOf, spend, spendTogether, wideNetworkOf, type LimitName } from './limits.server.ts';

vi.mock('#lib/env.server.ts', { spy: true });

await freshDatabase();

const REFUSED = { code: 'rate-limited' };
beforeEach(async () => {
  await db().rateLimit.deleteMany();
});
afterEach(() => {
  vi.resetAllMocks();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a limit', () => {
  it('refuses what is too much, and says how long to wait', async () => {
    await spend('comment-pace', 'ada');
    const refusal = await spend('comment-pace', 'ada').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rate-limited', status: 429, details: { retryAfter: 5 } });
    expect(String(refusal)).toContain('Try again in 5 seconds.');
  });

  it('counts each key and each limit for itself', async () => {
    await spend('comment-pace', 'ada');
    await expect(spend('comment-pace', 'grace')).resolves.toBeUndefined();
    await expect(spend('comment-volume', 'ada')).resolves.toBeUndefined();
  });

  it('is over when its time is over, however often one knocked meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    for (let n = 0; n < 3; n++) await spend('comment-pace', 'ada').catch(() => {});
    vi.setSystemTime(Date.now() + 5001);
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('is kept in the database, for every process', async () => {
    await spend('vote', 'ada');
    expect(await db().rateLimit.findMany()).toMatchObject([{ key: 'vote:ada', points: 1 }]);
  });

  it('gives back what came to nothing', async () => {
    await spend('comment-pace', 'ada');
    await giveBack('comment-pace', 'ada');
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('counts sockets in memory', async () => {
    for (let n = 0; n < 10; n++) await spend('socket-messages', 's1');
    await expect(spend('socket-messages', 's1')).rejects.toMatchObject(REFUSED);
    expect(await db().rateLimit.count()).toBe(0);
  });

  it('goes on in memory while the database is away', async () => {
    vi.spyOn(pool(), 'query').mockImplementation(() => Promise.reject(new Error('gone')));
    for (let n = 0; n < 3; n++) await spend('feedback', 'ada');
    await expect(spend('feedback', 'ada')).rejects.toMatchObject(REFUSED);
  });

  it('is off where the operator says so', async () => {
    vi.mocked(env.settings).mockReturnValue({ ...env.settings(), RATE_LIMITS: 'off' });
    for (let n = 0; n < 3; n++) await spend('comment-pace', 'ada');
    expect(await db().rateLimit.count()).toBe(0);
  });
});

describe('limits spent together', () => {
  const both: [LimitName, string][] = [
    ['comment-pace', 'ada'],
    ['comment-volume', 'ada'],
  ];

  it('refuse without eating what the others allow', async () => {
    for (let n = 0; n < 30; n++) await spend('comment-volume', 'ada');
    await expect(spendTogether(both)).rejects.toMatchObject(REFUSED);
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('are all spent when none refuses', async () => {
    await spendTogether(both);
    expect(await db().rateLimit.count()).toBe(2);
  });
});

describe('one address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (address, counted) => {
    expect(networkOf(address)).toBe(counted);
  });
});

describe('one network', () => {
  it.each([
    ['192.0.2.0', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['192.0.3.0', '192.0.3.0/24'],
    ['::ffff:192.0.2.255', '192.0.2.0/24'],
    ['::ffff:c000:2ff', '192.0.2.0/24'],
    ['2001:db8:1::', '2001:db8:1::/48'],
    ['2001:db8:1:ffff:ffff:ffff:ffff:ffff', '2001:db8:1::/48'],
    ['2001:db8:2::', '2001:db8:2::/48'],
    ['unknown', 'unknown'],
  ])('counts %s in %s', (address, network) => {
    expect(wideNetworkOf(address)).toBe(network);
  });
});
