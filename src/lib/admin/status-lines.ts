import type { ReportFacts } from '#lib/digest/sending/report-facts.server.ts';
import type { HealthView } from '#lib/health/health-view.ts';
import { written, writtenAge } from '#lib/health/quantity.ts';
import type { MailFacts } from '#lib/mail/mail-facts.ts';
import type { Switches } from '#lib/site-settings/site-settings.ts';
import { dateAndTime } from '#lib/ui/relative-time.ts';
import type { StatusLine } from './overview-view.ts';

export interface SiteFacts {
  health: HealthView;
  version: string;
  origin: string;
  adapter: 'memory' | 'postgres' | 'redis';
  processes: number;
  /** Null: the database is usable. */
  databaseFault: string | null;
  /** Duration of a check of the database. */
  databaseMs: number;
  switches: Switches;
  limited: boolean;
  mail: MailFacts;
  report: ReportFacts;
  /** The mail server's host name; null if none is set. */
  smtp: string | null;
}

export function statusLines(facts: SiteFacts): StatusLine[] {
  return [
    siteLine(facts),
    databaseLine(facts),
    liveLine(facts),
    requestLine(facts),
    switchLine(facts),
    mailLine(facts),
    reportLine(facts),
  ];
}

function siteLine({ health: { process, now }, version, origin, processes }: SiteFacts): StatusLine {
  const where = processes > 1 ? `${processes} processes. This one` : 'One process';
  return {
    subject: 'Site',
    text: `Version ${version} at ${origin}. ${where} (${process.pid} on ${process.host}) has been up for ${writtenAge(now - process.startedAt)}.`,
    state: 'good',
    href: '/admin/health',
  };
}

function databaseLine({ databaseFault, databaseMs, health }: SiteFacts): StatusLine {
  const used = latest(health, 'connections');
  const connections =
    used === null ? '' : ` ${written(used, 'count')} ${used === 1 ? 'connection' : 'connections'} in use.`;
  return {
    subject: 'Database',
    text: databaseFault
      ? `Not usable: ${databaseFault}.`
      : `Answers in ${written(databaseMs / 1000, 'seconds')}; every migration is applied.${connections}`,
    state: databaseFault === null ? 'good' : 'attention',
    href: '/admin/health',
  };
}

const CARRIERS = {
  memory: 'Within this process (adapter memory)',
  postgres: 'Between processes through PostgreSQL (adapter postgres)',
  redis: 'Between processes through Redis (adapter redis)',
};

function liveLine({ adapter, health }: SiteFacts): StatusLine {
  const watchers = latest(health, 'watchers');
  return {
    subject: 'Live updates',
    text: `${CARRIERS[adapter]}${watchers === null ? '' : `; ${written(watchers, 'count')} ${watchers === 1 ? 'reader is' : 'readers are'} connected here`}.`,
    state: 'good',
    href: '/admin/health',
  };
}

function requestLine({ health }: SiteFacts): StatusLine {
  const rate = latest(health, 'requests');
  const failed = health.values.faults.some((faults) => (faults ?? 0) > 0);
  const now = rate === null ? 'Just started' : `${written(rate, 'per-second')} just now`;
  return {
    subject: 'Requests',
    text: `${now}; ${failed ? 'some failed in the last 15 minutes, see the log' : 'none failed in the last 15 minutes'}.`,
    state: failed ? 'attention' : 'good',
    href: '/admin/health',
  };
}

const SIGN_UP = { open: 'Sign-up is open', approval: 'Sign-up needs approval', closed: 'Sign-up is closed' };

function switchLine({ switches: { signUp, writing }, limited }: SiteFacts): StatusLine {
  const limits = limited ? '' : ' Rate limits are off: that is for load tests only.';
  return {
    subject: 'Switches',
    text: `${SIGN_UP[signUp]}; ${writing === 'on' ? 'everyone can write' : 'the site is read-only'}.${limits}`,
    state: signUp === 'closed' || writing === 'off' || !limited ? 'attention' : 'good',
    href: '/admin/settings',
  };
}

/** Milliseconds. An email that waits longer has had several failed attempts. */
const MAIL_LATE = 10 * 60_000;

function mailLine({ mail: { waiting, waitedMs, failed }, smtp }: SiteFacts): StatusLine {
  const where = smtp ? `Sent through ${smtp}` : 'Written to files: SMTP_URL is not set';
  const late = waitedMs > MAIL_LATE ? `, the oldest for ${writtenAge(waitedMs)}` : '';
  const lost = failed > 0 ? ` ${failed} could not be delivered.` : '';
  return {
    subject: 'Email',
    text: `${where}. ${waiting === 0 ? 'None is waiting' : `${waiting} waiting${late}`}.${lost}`,
    state: late || lost ? 'attention' : smtp ? 'good' : 'off',
    href: '/admin/mail',
  };
}

const ISSUE = {
  draft: 'is a draft',
  sending: 'is being sent',
  paused: 'is paused',
  sent: 'is sent',
  skipped: '',
};

function reportLine({ report: { subscribers, issue, next, elsewhere } }: SiteFacts): StatusLine {
  const readers = subscribers === 1 ? '1 subscriber' : `${subscribers} subscribers`;
  const unfinished = issue ? ` No. ${issue.n} ${ISSUE[issue.state]}.` : '';
  const when = next
    ? `the next issue is sent on ${dateAndTime(next.toISOString(), 'UTC')} UTC`
    : 'issues are sent manually';
  return {
    subject: 'The Cope Report',
    text: `${readers}; ${elsewhere ? 'issues are sent by beehiiv' : when}.${unfinished}`,
    state: issue?.state === 'paused' ? 'attention' : next || elsewhere ? 'good' : 'off',
    href: '/admin/report',
  };
}

function latest({ values }: HealthView, measure: keyof HealthView['values']): number | null {
  return values[measure].at(-1) ?? null;
}
