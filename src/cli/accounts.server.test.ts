import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { programOf } from '#lib/accounts/tokens/api-token.server.ts';
import { resetPassword } from '#lib/accounts/reset/reset-password.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { addTokenCommands } from './token.ts';
import { addUserCommands } from './user.ts';

await freshDatabase();

/** Runs the command line and returns its standard output. */
async function copecheck(...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addUserCommands(program);
  addTokenCommands(program);
  await program.parseAsync(words, { from: 'user' });
  return printed.mock.calls.join('\n');
}

beforeEach(async () => {
  await db().user.deleteMany();
  await db().apiToken.deleteMany();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('copecheck user', () => {
  it('makes an account of a role, with a password that opens it', async () => {
    const made = JSON.parse(await copecheck('user', 'create', 'mary', '--role', 'moderator', '--json'));
    expect(made).toMatchObject({ username: 'mary', role: 'moderator' });
    await expect(signIn({ username: 'mary', password: made.password }, 'here')).resolves.toBeDefined();
  });

  it('gives a role', async () => {
    await copecheck('user', 'create', 'ada');
    vi.restoreAllMocks();
    expect(await copecheck('user', 'role', 'ADA', 'admin')).toBe('ada is now admin.');
    vi.restoreAllMocks();
    expect(await copecheck('user', 'list')).toMatch(/^ada  admin  20\d\d-/);
  });

  it('approves and refuses accounts that wait', async () => {
    for (const name of ['ada', 'vera']) await copecheck('user', 'create', name);
    await db().user.updateMany({ data: { waitingSince: new Date() } });
    vi.restoreAllMocks();
    expect(await copecheck('user', 'approve', 'ADA')).toBe('ada is approved.');
    await copecheck('user', 'refuse', 'vera');
    expect(await db().user.findMany({ select: { username: true, waitingSince: true } })).toEqual([
      { username: 'ada', waitingSince: null },
    ]);
  });

  it('prints a link that sets a new password, alone on its line', async () => {
    await copecheck('user', 'create', 'ada');
    vi.restoreAllMocks();
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const link = await copecheck('user', 'reset', 'ADA');
    expect(link).toMatch(/^http:\/\/\S+\/reset\?token=[\w-]{43}$/);
    const password = 'lantern-orchard-nine';
    await resetPassword({ token: new URL(link).searchParams.get('token')!, password }, new Date());
    await expect(signIn({ username: 'ada', password }, 'here')).resolves.toBeDefined();
    vi.restoreAllMocks();
    const made = JSON.parse(await copecheck('user', 'reset', 'ada', '--json'));
    expect(made).toEqual({ username: 'ada', link: expect.any(String), expiresAt: expect.any(String) });
    await expect(copecheck('user', 'reset', 'nobody')).rejects.toMatchObject({ code: 'user-not-found' });
  });

  it('refuses what sign-up refuses, and roles that there are not', async () => {
    await expect(copecheck('user', 'create', 'oracle')).rejects.toMatchObject({ code: 'username-reserved' });
    await expect(copecheck('user', 'role', 'nobody', 'admin')).rejects.toMatchObject({
      code: 'user-not-found',
    });
    await expect(copecheck('user', 'create', 'ada', '--role', 'king')).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    });
  });
});

describe('copecheck token', () => {
  it('makes a token that opens the API, until it is revoked', async () => {
    const token = await copecheck('token', 'create', 'importer');
    expect(await programOf(`Bearer ${token}`)).toEqual({ name: 'importer' });
    vi.restoreAllMocks();
    const list = await copecheck('token', 'list');
    expect(list).toContain('importer');
    expect(list).not.toContain(token);
    await copecheck('token', 'revoke', 'importer');
    expect(await programOf(`Bearer ${token}`)).toBeNull();
  });
});
