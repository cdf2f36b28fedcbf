import { Command } from 'commander';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { manyCases } from '../../tests/support/many-cases.ts';
import { decideOn } from '../../tests/support/moderation.ts';
import { publish } from '../../tests/support/verdict.ts';
import { addModerationCommands } from './moderation.ts';

await freshDatabase();

/** Runs the command line and returns its standard output. */
async function copecheck(...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addModerationCommands(program);
  await program.parseAsync(words, { from: 'user' });
  return printed.mock.calls.join('\n');
}

beforeAll(async () => {
  const [ada, mary] = [await enter('ada'), await enter('mary', 'moderator')];
  const { slug } = await publish('On counting');
  await manyCases(3, { verdict: slug, author: ada.id, reporter: mary.id });
  const open = await db().case.findMany();
  await decideOn(open[0]!.id, {}, { actor: mary, now: new Date() });
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

describe('copecheck check', () => {
  it('finds no difference where there is none', async () => {
    expect(await copecheck('check')).toMatch(/^No difference in \d+ checks\.$/);
    expect(process.exitCode).toBeUndefined();
  });

  it('prints what differs, and ends with code 1', async () => {
    await db().verdict.updateMany({ data: { commentCount: { increment: 1 } } });
    await db().case.updateMany({ where: { state: 'open' }, data: { weight: 99 } });
    const said = await copecheck('check');
    expect(said).toMatch(/comments of a verdict +on-counting +3 +2/);
    expect(said.match(/reports in a case/g)).toHaveLength(2);
    expect(process.exitCode).toBe(1);
    vi.restoreAllMocks();
    expect(JSON.parse(await copecheck('check', '--json')).differences).toHaveLength(3);
  });
});

describe('copecheck ledger verify', () => {
  it('says that the chain holds, and with which hash it ends', async () => {
    expect(await copecheck('ledger', 'verify')).toMatch(
      /^The chain holds: 1 row, the last one [0-9a-f]{64}\.$/,
    );
  });

  it('names the row where it breaks, and ends with code 1', async () => {
    await db().$executeRawUnsafe('ALTER TABLE ledger DISABLE TRIGGER USER');
    await db().$executeRaw`UPDATE ledger SET actor = 'nobody'`;
    expect(await copecheck('ledger', 'verify')).toBe(
      'The chain breaks at row 1: it was changed after it was written.',
    );
    expect(process.exitCode).toBe(1);
  });
});
