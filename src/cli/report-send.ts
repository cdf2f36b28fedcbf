import type { Command } from 'commander';
import {
  progressOf,
  startNext,
  type Going,
  type SendingIssue,
} from '#lib/digest/sending/send-next.server.ts';
import { supplyIssueMails } from '#lib/digest/sending/supply-mails.server.ts';
import { issueName } from '#lib/digest/issues/issue-view.ts';
import { startJobs } from '#lib/jobs/jobs.server.ts';
import { mailQueue } from '#lib/mail/deliver.server.ts';
import { setMailSource } from '#lib/mail/source.server.ts';
import { closeTransport } from '#lib/mail/transport.server.ts';
import { JSON_FLAG, print } from './print.ts';

/** Milliseconds between two checks of the progress. */
const LOOK_EVERY = 500;
/** Milliseconds between two printed lines. */
const PRINT_EVERY = 10_000;

export function addReportSend(group: Command): void {
  group
    .command('send')
    .description('compose and send the next issue, or continue an unfinished one; Ctrl-C stops waiting')
    .addOption(JSON_FLAG())
    .action(async ({ json }: { json?: boolean }) => {
      const issue = await startNext(new Date());
      if (!issue) return print(json, NONE, 'Nothing worth sending has happened since the previous issue.');
      const going = await deliver(issue);
      const { recipients, sent, failed, left } = going;
      print(
        json,
        { issue: issue.n, recipients, sent, failed, left },
        `${issueName(issue.n)}: ${numbers(going)}.`,
      );
      // A script must be able to see that the issue isn't finished.
      if (left > 0) process.exitCode = 1;
    });
}

const NONE = { issue: null, recipients: 0, sent: 0, failed: 0, left: 0 };

/** Delivers emails in this process, in parallel to the workers of a running site, until the issue is finished. */
async function deliver(issue: SendingIssue): Promise<Going> {
  setMailSource('report-issue', supplyIssueMails);
  const jobs = await startJobs([mailQueue]);
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await untilNoneLeft(issue, interrupted.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await jobs.stop();
    closeTransport();
  }
}

async function untilNoneLeft(issue: SendingIssue, signal: AbortSignal): Promise<Going> {
  for (let printedAt = Date.now(); ;) {
    const going = await progressOf(issue, new Date());
    if (going.left === 0 || going.paused || signal.aborted) return going;
    if (Date.now() - printedAt >= PRINT_EVERY) {
      console.error(numbers(going));
      printedAt = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

function numbers({ recipients, sent, failed, left, paused }: Going): string {
  const unsubscribed = recipients - sent - failed - left;
  return [
    `${sent} of ${recipients} sent`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unsubscribed > 0 ? [`${unsubscribed} unsubscribed in the meantime`] : []),
    ...(left > 0 ? [`${left} left`] : []),
    ...(paused ? ['paused by an admin'] : []),
  ].join(', ');
}
