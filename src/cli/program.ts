// The commands of copecheck.
// Exit code 0: done, 1: refused or failed, 2: wrong usage.
import { Command, CommanderError } from 'commander';
import { openDatabase, type OpenDatabase } from '#lib/db/open.server.ts';
import { MigrationError } from '#lib/db/migrate.server.ts';
import { SettingsError } from '#lib/env.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { BackupError } from '#lib/db/backup/backup.server.ts';
import { addBackupCommands, KEEP_SCHEMA } from './backup.ts';
import { addCommonGroundCommands } from './common-ground.ts';
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
  .showHelpAfterError('(use --help for usage)')
  .hook('preAction', async (_program, command) => {
    // A dry run must work without a database.
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
addCommonGroundCommands(program);

process.exitCode = await run();

async function run(): Promise<number> {
  try {
    await program.parseAsync();
    // A check that found differences has set the exit code.
    return Number(process.exitCode ?? DONE);
  } catch (error) {
    return report(error);
  } finally {
    await database?.close();
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed the error. For a group without a command (`copecheck verdict`) it prints the help.
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
