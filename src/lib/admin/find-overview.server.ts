import type { RequestContext } from '#lib/request-context.ts';
import { countAccounts } from '#lib/accounts/admin/count-accounts.server.ts';
import { countAuthorsToCheck } from '#lib/authorship/decide-authorship.server.ts';
import { countOpenChallenges } from '#lib/challenges/list-challenges.server.ts';
import { requireAdmin } from '#lib/actor.ts';
import { whyNotReady } from '#lib/db/readiness.server.ts';
import { reportFacts } from '#lib/digest/sending/report-facts.server.ts';
import { settings } from '#lib/env.server.ts';
import { countNewFeedback } from '#lib/feedback/list-feedback.server.ts';
import { findHealth } from '#lib/health/find-health.server.ts';
import { processCount } from '#lib/live/presence.server.ts';
import { mailFacts } from '#lib/mail/admin/list-mails.server.ts';
import { queueCounts } from '#lib/moderation/queue/list-queue.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { countVerdicts } from '#lib/verdicts/list/list-admin-verdicts.server.ts';
import { VERSION } from '#lib/version.server.ts';
import { firstSteps } from './first-steps.ts';
import type { Overview, PendingWork } from './overview-view.ts';
import { statusLines, type SiteFacts } from './status-lines.ts';

/**
 * Pending work, the site's status and the first steps. One query per subject. @throws Refusal `sign-in-first`,
 * `forbidden`
 */
export async function findOverview(context: RequestContext): Promise<Overview> {
  const { actor } = context;
  requireAdmin(actor);
  const [queue, accounts, verdicts, feedback, challenges, authors, facts] = await Promise.all([
    queueCounts(actor),
    countAccounts(actor),
    countVerdicts(actor),
    countNewFeedback(context),
    countOpenChallenges(actor),
    countAuthorsToCheck(actor),
    siteFacts(context),
  ]);
  const { ORIGIN, SMTP_URL } = settings();
  const site = { ownVerdicts: verdicts.own, origin: ORIGIN, smtp: SMTP_URL !== undefined, ...accounts };
  return {
    steps: firstSteps(site),
    pending: [
      ...queueLines(queue!),
      pendingWork('Accounts to approve', accounts.waiting, '/admin/people'),
      pendingWork('Unread feedback', feedback, '/admin/feedback?state=new'),
      pendingWork('Challenges', challenges, '/admin/challenges'),
      pendingWork('Authors to check', authors, '/admin/authors'),
      pendingWork('Drafts', verdicts.drafts, '/admin/verdicts'),
    ],
    status: statusLines(facts),
  };
}

/** The queue counts up to this number; see moderation/queue.store.server.ts. */
const COUNTED = 100;

function queueLines({
  reports,
  requests,
  held,
  appeals,
}: {
  reports: number;
  requests: number;
  held: number;
  appeals: number;
}): PendingWork[] {
  return [
    pendingWork('Reported comments', reports, '/moderation?filter=reports', COUNTED),
    pendingWork('Removal requests', requests, '/moderation?filter=requests', COUNTED),
    pendingWork('Held comments', held, '/moderation?filter=held', COUNTED),
    pendingWork('Appeals', appeals, '/moderation?filter=appeals', COUNTED),
  ];
}

function pendingWork(what: string, count: number, href: string, counted = Infinity): PendingWork {
  return { what, count: Math.min(count, counted - 1), more: count >= counted, href };
}

async function siteFacts(context: RequestContext): Promise<SiteFacts> {
  const started = performance.now();
  const databaseFault = await whyNotReady();
  const databaseMs = performance.now() - started;
  const { LIVE_ADAPTER: adapter, ORIGIN: origin, RATE_LIMITS, SMTP_URL } = settings();
  return {
    mail: await mailFacts(context),
    report: await reportFacts(context),
    smtp: SMTP_URL ? new URL(SMTP_URL).host : null,
    ...{ health: findHealth(context.actor), version: VERSION, origin, adapter, processes: processCount() },
    ...{ databaseFault, databaseMs, switches: await findSwitches(), limited: RATE_LIMITS === 'on' },
  };
}
