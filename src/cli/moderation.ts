import type { Command } from 'commander';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { verifyLedger } from '#lib/moderation/ledger/verify-ledger.server.ts';
import { columns, JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

/** Both commands exit with code 1 if they find a difference. */
export function addModerationCommands(program: Command): void {
  program
    .command('check')
    .description('recount all counters from their rows and print differences; changes nothing')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const found = await checkEverything();
      const rows = found.differences.map(({ what, id, stored, counted }) => [what, id, stored, counted]);
      const words = rows.length
        ? columns([['WHAT', 'WHERE', 'STORED', 'COUNTED'], ...rows])
        : `No difference in ${found.checked.length} checks.`;
      print(json, found, words);
      if (rows.length) process.exitCode = 1;
    });

  program
    .command('ledger')
    .description('the public moderation log')
    .command('verify')
    .description('recompute every hash of the log')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const found = await verifyLedger();
      const { rows, head, broken } = found;
      const good = `The chain holds: ${rows} ${rows === 1 ? 'row' : 'rows'}${rows ? `, the last one ${head}` : ''}.`;
      print(json, found, broken ? `The chain breaks at row ${broken.no}: ${broken.why}.` : good);
      if (broken) process.exitCode = 1;
    });
}
