import type { Command } from 'commander';
import { backup } from '#lib/db/backup/backup.server.ts';
import { restore } from '#lib/db/backup/restore.server.ts';
import { settings } from '#lib/env.server.ts';
import { fillQueues } from '#lib/jobs/jobs.server.ts';
import { mailQueue } from '#lib/mail/deliver.server.ts';
import { JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

/** These commands don't migrate first: a backup changes nothing, a restore migrates in its own order. */
export const KEEP_SCHEMA = ['backup', 'restore'];

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write a consistent snapshot of the database to a file, while the site runs')
    .addOption(JSON_FLAG())
    .action(async (file: string, { json }: Options) => {
      const { tables, rows } = await backup(settings().DATABASE_URL!, file, new Date());
      print(json, { file, tables, rows }, `${rows} rows of ${tables} tables are in ${file}.`);
    });

  program
    .command('restore <file>')
    .description('fill an empty database from a backup; stop the site first')
    .addOption(JSON_FLAG())
    .action(async (file: string, { json }: Options) => {
      const { tables, rows } = await restore(settings().DATABASE_URL!, file);
      // A backup has no jobs. They are created again from the rows.
      await fillQueues([mailQueue]);
      print(json, { file, tables, rows }, `${rows} rows of ${tables} tables were restored from ${file}.`);
    });
}
