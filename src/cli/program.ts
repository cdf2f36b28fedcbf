// The commands of copecheck.
// Exit code 0: done, 1: refused or failed, 2: not understood.
import { Command, CommanderError } from 'commander';
import { openDatabase, type OpenDatabase } from '#lib/db/open.server.ts';
import { MigrationError } from '#lib/db/migrate.server.ts';
import { SettingsError } from '#lib/env.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { BackupError } from '#lib/db/backup/backup.server.ts';
import { addBackupCommands, KEEP_SCHEMA } from './backup.ts';
import { addModerationCommands } from './moderation.ts';
import { addReportCommands } from './report.ts';
import { addSwitchCommands } from './switch.ts';
import { addTokenCommands } from './token.ts';
import { addUserCommands } from './user.ts';
import { addVerdictCommands } from './verdict.ts';

const DONE = 0;
const REFUSED = 1;
const USAGE = 2;

let database: OpenDatabase | undefined;

const program = new Command('copecheck')
  .description(
    'The operator’s command line of CopeCheck. It uses the same settings and database as the site.',
  )
  .exitOverride()
  .showHelpAfterError('(add --help to see how it is used)')
  .hook('preAction', async (_program, command) => {
    // A dry run only shows what would be done; it must work before there is any database.
    if (!command.opts()['dryRun']) {
      const migrates = !KEEP_SCHEMA.includes(command.name());
      database = await openDatabase({ use: 'command', migrates });
    }
  });
addBackupCommands(program);
addVerdictCommands(program);
addUserCommands(program);
addTokenCommands(program);
addModerationCommands(program);
addSwitchCommands(program);
addReportCommands(program);

process.exitCode = await run();

async function run(): Promise<number> {
  try {
    await program.parseAsync();
    // A command that looked for faults and found some has set its own.
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    return report(error);
  } finally {
    await database?.close();
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has told already. A group without its command (`copecheck verdict`) shows its help as an error.
    return error.exitCode === 0 ? DONE : USAGE;
  }
  const refusal = refusalOf(error);
  const expected = [SettingsError, MigrationError, BackupError].some((kind) => error instanceof kind);
  if (!refusal && !expected) throw error;
  const { message } = refusal ?? (error as Error);
  const code = refusal?.code;
  console.error(process.argv.includes('--json') ? JSON.stringify({ error: { code, message } }) : message);
  return REFUSED;
}
