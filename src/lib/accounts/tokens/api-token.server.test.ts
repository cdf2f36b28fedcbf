import { describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { createApiToken, listApiTokens, programOf, revokeApiToken } from './api-token.server.ts';

await freshDatabase();

const NOON = new Date('2026-11-23T12:00:00Z');
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const lastUse = async (name: string) =>
  (await listApiTokens()).find((token) => token.name === name)?.lastUsedAt ?? null;

describe('an API token', () => {
  it('names its program', async () => {
    const token = await createApiToken('importer');
    expect(await programOf(`Bearer ${token}`)).toEqual({ name: 'importer' });
  });

  it('is stored as a hash only', async () => {
    const token = await createApiToken('hashed');
    expect(JSON.stringify(await db().apiToken.findMany())).not.toContain(token.slice(5));
  });

  it('notes its use once a minute', async () => {
    const token = await createApiToken('clock');
    expect(await lastUse('clock')).toBeNull();
    await programOf(`Bearer ${token}`, NOON);
    await programOf(`Bearer ${token}`, later(59));
    expect(await lastUse('clock')).toEqual(NOON);
    await programOf(`Bearer ${token}`, later(60));
    expect(await lastUse('clock')).toEqual(later(60));
  });

  it('opens nothing once it is revoked', async () => {
    const token = await createApiToken('former');
    await revokeApiToken('former');
    expect(await programOf(`Bearer ${token}`)).toBeNull();
    await expect(revokeApiToken('former')).rejects.toMatchObject({ code: 'token-not-found' });
  });

  it.each([null, '', 'Bearer', 'Bearer cope_', `Bearer cope_${'A'.repeat(43)}`, 'Basic YTpi', 'Bearer x\0'])(
    'is not made up: %j',
    async (authorization) => {
      expect(await programOf(authorization)).toBeNull();
    },
  );

  it('has a unique name', async () => {
    await createApiToken('digest');
    await expect(createApiToken('digest')).rejects.toMatchObject({ code: 'token-name-taken' });
    await expect(createApiToken('two words')).rejects.toMatchObject({ code: 'token-name-malformed' });
  });
});
