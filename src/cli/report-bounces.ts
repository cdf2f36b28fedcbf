import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { mailsIn } from '#lib/digest/subscribers/bounces/mails-in-file.server.ts';
import {
  handleBounceReport,
  type ReportOutcome,
} from '#lib/digest/subscribers/bounces/handle-bounce-report.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { columns, JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

interface HandledMail {
  file: string;
  /** Position of the email in the file, from 1. */
  no: number;
  outcome: ReportOutcome;
}

export function addBouncesCommand(report: Command): void {
  report
    .command('bounces <files...>')
    .description(
      'end the subscriptions that bounces and complaints are about; files are mbox or single emails',
    )
    .addOption(JSON_FLAG())
    .action(async (files: string[], { json }: Options) => {
      const mails: HandledMail[] = [];
      for (const file of files) mails.push(...(await handleFile(file, new Date())));
      const ended = mails.filter(({ outcome }) => outcome === 'ended').length;
      print(json, { mails, ended }, summaryOf(mails, ended));
    });
}

async function handleFile(file: string, now: Date): Promise<HandledMail[]> {
  const handled: HandledMail[] = [];
  try {
    for await (const mail of mailsIn(createReadStream(file)))
      handled.push({ file, no: handled.length + 1, outcome: await handleBounceReport(mail, now) });
  } catch (fault) {
    if (!isFileFault(fault)) throw fault;
    throw new Refusal('file-unreadable', { message: `${file} can’t be read: ${fault.message}` });
  }
  return handled;
}

const isFileFault = (fault: unknown): fault is NodeJS.ErrnoException =>
  fault instanceof Error && 'syscall' in fault && ['open', 'read'].includes(String(fault.syscall));

const WORDS: Record<ReportOutcome, string> = {
  ended: 'subscription ended',
  temporary: 'temporary: nothing changed',
  'no subscriber': 'not about an email to a current subscriber: nothing changed',
  'no report': 'neither a bounce nor a complaint: nothing changed',
  unreadable: 'can’t be read as an email: nothing changed',
};

function summaryOf(mails: HandledMail[], ended: number): string {
  const rows = mails.map(({ file, no, outcome }) => [file, String(no), WORDS[outcome]]);
  const total = `${mails.length} ${mails.length === 1 ? 'email' : 'emails'} read, ${ended} ${ended === 1 ? 'subscription' : 'subscriptions'} ended.`;
  return rows.length === 0 ? total : `${columns(rows)}\n${total}`;
}
