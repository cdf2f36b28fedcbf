import type { Command } from 'commander';
import { issueText } from '#lib/digest/issues/issue-text.ts';
import { previewNext } from '#lib/digest/issues/preview-issue.server.ts';
import { settings } from '#lib/env.server.ts';
import { JSON_FLAG, print } from './print.ts';
import { addReportSend } from './report-send.ts';
import { addBouncesCommand } from './report-bounces.ts';

interface Options {
  json?: boolean;
}

export function addReportCommands(program: Command): void {
  const group = program.command('report').description('The Cope Report: the weekly digest');

  group
    .command('preview')
    .description('show the next issue as text; nothing is stored or sent')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const issue = await previewNext(new Date());
      print(json, issue, issue ? issueText(issue, settings().ORIGIN) : NOTHING);
    });

  addReportSend(group);
  addBouncesCommand(group);
}

const NOTHING = 'Nothing worth sending has happened since the previous issue.';
