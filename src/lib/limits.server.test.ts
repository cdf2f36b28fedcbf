import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { db, pool } from '#lib/db/client.server.ts';
import * as env from '#lib/env.server.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { giveBack, spend, spendTogether } from './limits.server.ts';
import type { LimitName } from './limits.ts';

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
  it('refuses one request too many, and says how long to wait', async () => {
    await spend('comment-pace', 'ada');
    const refusal = await spend('comment-pace', 'ada').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rate-limited', status: 429, details: { retryAfter: 5 } });
    expect(String(refusal)).toContain('Try again in 5 seconds.');
  });

  it('counts each key and each limit separately', async () => {
    await spend('comment-pace', 'ada');
    await expect(spend('comment-pace', 'grace')).resolves.toBeUndefined();
    await expect(spend('comment-volume', 'ada')).resolves.toBeUndefined();
  });

  it('ends after its time, however many requests were refused', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    for (let n = 0; n < 3; n++) await spend('comment-pace', 'ada').catch(() => {});
    vi.setSystemTime(Date.now() + 5001);
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('is stored in the database, for all processes', async () => {
    await spend('vote', 'ada');
    expect(await db().rateLimit.findMany()).toMatchObject([{ key: 'vote:ada', points: 1 }]);
  });

  it('gives a point back', async () => {
    await spend('comment-pace', 'ada');
    await giveBack('comment-pace', 'ada');
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('counts sockets in memory', async () => {
    for (let n = 0; n < 10; n++) await spend('socket-messages', 's1');
    await expect(spend('socket-messages', 's1')).rejects.toMatchObject(REFUSED);
    expect(await db().rateLimit.count()).toBe(0);
  });

  it('counts in memory while the database is away', async () => {
    vi.spyOn(pool(), 'query').mockImplementation(() => Promise.reject(new Error('gone')));
    for (let n = 0; n < 3; n++) await spend('feedback', 'ada');
    await expect(spend('feedback', 'ada')).rejects.toMatchObject(REFUSED);
  });

  it('is off if the operator turned limits off', async () => {
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

  it('are all refunded when one refuses', async () => {
    for (let n = 0; n < 30; n++) await spend('comment-volume', 'ada');
    await expect(spendTogether(both)).rejects.toMatchObject(REFUSED);
    await expect(spend('comment-pace', 'ada')).resolves.toBeUndefined();
  });

  it('are all spent when none refuses', async () => {
    await spendTogether(both);
    expect(await db().rateLimit.count()).toBe(2);
  });
});
