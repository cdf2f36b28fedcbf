import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { issueAdminLink } from './issue-admin-link.server.ts';
import { becomeFirstAdmin, makeFirstAdmin, refuseVoidAdminKey } from './make-first-admin.server.ts';

await freshDatabase();

const NOON = new Date('2026-11-23T12:00:00Z');
const hoursLater = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);
const linus = { username: 'linus', password: PASSWORD };
const VOID = { code: 'admin-link-void' };

async function issuedKey(now = NOON): Promise<string> {
  return new URL((await issueAdminLink(now))!, 'http://here').searchParams.get('key')!;
}

beforeEach(async () => {
  await db().adminLink.deleteMany();
  await db().user.deleteMany();
});

describe('the one-time link', () => {
  it('is a path with a key that is stored as a hash only', async () => {
    expect(await issueAdminLink(NOON)).toMatch(/^\/admin\/first\?key=[A-Za-z0-9_-]{43}$/);
    const key = await issuedKey();
    expect(JSON.stringify(await db().adminLink.findMany())).not.toContain(key);
  });

  it('makes the first admin', async () => {
    const made = await makeFirstAdmin(await issuedKey(), linus, NOON);
    expect(made).toMatchObject({ username: 'linus', role: 'admin' });
  });

  it('makes the signed-in account an admin', async () => {
    const ada = await enter('ada');
    expect(await becomeFirstAdmin(await issuedKey(), ada, NOON)).toEqual({ ...ada, role: 'admin' });
  });

  it('works once', async () => {
    const key = await issuedKey();
    await makeFirstAdmin(key, linus, NOON);
    await expect(refuseVoidAdminKey(key, NOON)).rejects.toMatchObject(VOID);
    await expect(makeFirstAdmin(key, { ...linus, username: 'mallory' }, NOON)).rejects.toMatchObject(VOID);
    await expect(becomeFirstAdmin(key, await enter('mallory'), NOON)).rejects.toMatchObject(VOID);
  });

  it('makes one admin, however many use it at once', async () => {
    const key = await issuedKey();
    const names = ['linus', 'mallory', 'ada', 'grace'];
    const attempts = names.map((username) => makeFirstAdmin(key, { username, password: PASSWORD }, NOON));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db().user.count({ where: { role: 'admin' } })).toBe(1);
  });

  it('lasts a day', async () => {
    const key = await issuedKey();
    await expect(refuseVoidAdminKey(key, hoursLater(23.9))).resolves.toBeUndefined();
    await expect(makeFirstAdmin(key, linus, hoursLater(24))).rejects.toMatchObject(VOID);
  });

  it('is voided by that of the next start', async () => {
    const key = await issuedKey();
    await issueAdminLink(NOON);
    await expect(makeFirstAdmin(key, linus, NOON)).rejects.toMatchObject(VOID);
  });

  it('is not issued, and opens nothing, where there is an admin', async () => {
    const key = await issuedKey();
    await enter('linus', 'admin');
    await expect(makeFirstAdmin(key, { ...linus, username: 'mallory' }, NOON)).rejects.toMatchObject(VOID);
    expect(await issueAdminLink(NOON)).toBeNull();
  });

  it.each(['', 'guess', 'A'.repeat(43), '\0'])('is not made up: %j', async (key) => {
    await issuedKey();
    await expect(makeFirstAdmin(key, linus, NOON)).rejects.toMatchObject(VOID);
  });

  it('is still good after a refused password or a taken name', async () => {
    const key = await issuedKey();
    await enter('ada');
    await expect(makeFirstAdmin(key, { ...linus, password: 'short' }, NOON)).rejects.toMatchObject({
      code: 'password-too-short',
    });
    await expect(makeFirstAdmin(key, { ...linus, username: 'ADA' }, NOON)).rejects.toMatchObject({
      code: 'username-taken',
    });
    await expect(makeFirstAdmin(key, linus, NOON)).resolves.toBeDefined();
  });
});
