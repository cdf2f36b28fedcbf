import { sendResetLinks } from '#lib/accounts/reset/request-reset.server.ts';
import { notifyDesk } from '#lib/challenges/notify-desk.server.ts';
import { factorizationQueue } from '#lib/common-ground/factorization/factorize-ratings.server.ts';
import { supplyIssueMails } from '#lib/digest/sending/supply-mails.server.ts';
import { sweepReport } from '#lib/digest/sending/sweep-report.server.ts';
import { issuesGoElsewhere } from '#lib/digest/subscribers/beehiiv.server.ts';
import { forwardQueue } from '#lib/digest/subscribers/forward-subscribers.server.ts';
import { startSampling } from '#lib/health/sampler.server.ts';
import { startJobs } from '#lib/jobs/jobs.server.ts';
import { Coalescer } from '#lib/live/coalescer.ts';
import { startLive } from '#lib/live/start-live.server.ts';
import { log } from '#lib/log.server.ts';
import { mailQueue } from '#lib/mail/deliver.server.ts';
import { setMailSource } from '#lib/mail/source.server.ts';
import { countHeld } from '#lib/moderation/queue/count-held.server.ts';
import { publishBursts } from '#lib/moderation/queue/list-bursts.server.ts';
import { sendAnswers } from '#lib/moderation/removal-requests/answer-requests.server.ts';
import { publishCaseOn } from '#lib/moderation/cases/publish-case-on.server.ts';
import { alertAway } from '#lib/moderation/alerts/alert-away.server.ts';
import { supplyAlertMails, supplyAlertPushes } from '#lib/moderation/alerts/supply-alerts.server.ts';
import { supplyNoticeMails } from '#lib/moderation/notices/supply-notice-mails.server.ts';
import { supplyNoticePushes } from '#lib/moderation/notices/supply-notice-pushes.server.ts';
import { anchorSweep } from '#lib/discussion/anchors/reanchor.server.ts';
import { planDelivery } from '#lib/notices/delivery/plan-delivery.server.ts';
import { queueNoticeMails } from '#lib/notices/delivery/queue-notice-mails.server.ts';
import { fanoutQueue } from '#lib/notices/notify-followers.server.ts';
import { eraseDueAccounts } from '#lib/privacy/erasure/erase-account.server.ts';
import { exportQueue } from '#lib/privacy/export/build-export.server.ts';
import { setPushSource } from '#lib/push/push-source.server.ts';
import { pushQueue } from '#lib/push/send-push.server.ts';
import { removeExpired } from '#lib/privacy/retention/retention.server.ts';
import { learnNewWords } from '#lib/search/find-correction.server.ts';
import { setQueueListeners } from '#lib/standing/queue-changes.server.ts';
import { mayAct } from '#lib/standing/find-standing.server.ts';
import { countMinds } from '#lib/votes/minds/count-minds.server.ts';
import { findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';

/** Milliseconds between two removals of expired data, which only takes space. */
const REMOVE_EVERY = 60 * 60 * 1000;

/** Milliseconds between two searches for accounts whose seven days are over, one query of an index. */
const ERASE_EVERY = 60 * 1000;

/** Milliseconds between two sweeps of held votes. A vote counts at most this much later than its `countsAt`. */
const COUNT_EVERY = 10_000;

/** Milliseconds between two sweeps of requests for reset links, until the mail is queued. */
const RESETS_EVERY = 2_000;

/** Milliseconds between two searches for answers to removal requests that can be sent. */
const ANSWERS_EVERY = 5_000;

/** Milliseconds between two sweeps of verdicts whose changed minds are to be counted again. */
const MINDS_EVERY = 60 * 1000;

/** Milliseconds between two searches for passages to be found again in a new version, one query of two indexes. */
const ANCHORS_EVERY = 5_000;

const BURST_NEWS_EVERY = 500;

/** Milliseconds between two checks whether an issue of The Cope Report is due or completely sent. */
const REPORT_EVERY = 5_000;

/** Milliseconds between two searches for new notices, one query of an index of those that are new. */
const PLAN_EVERY = 5_000;

/** Milliseconds between two searches for challenges that have reached the desk, one query of those that are open. */
const DESK_EVERY = 10_000;

/** Milliseconds between two searches for notices that are to be emailed now. */
const NOTICE_MAILS_EVERY = 15_000;

/** Milliseconds between two sweeps of new words, from which the search corrects typos. */
const WORDS_EVERY = 60 * 1000;

/** Milliseconds between two searches for moderators who are away, one query of those who want to be told. */
const ALERTS_EVERY = 30_000;

/** Starts live updates, the workers of the job queue and the sweeps. SvelteKit calls it before the first request. */
export async function startBackground(): Promise<void> {
  await startLive({
    headsOf: findVerdictHeads,
    mayComment: (userId) => mayAct(userId, 'comment', new Date()),
  });
  const bursts = new Coalescer<true>(
    BURST_NEWS_EVERY,
    () => true,
    () => void publishBursts(),
  );
  setQueueListeners({ caseChanged: publishCaseOn, burstsChanged: () => bursts.add('', true) });
  startSampling();
  sweep('expired data', () => removeExpired(new Date()), REMOVE_EVERY);
  sweep('reset links', () => sendResetLinks(new Date()), RESETS_EVERY);
  sweep('deleted accounts', () => eraseDueAccounts(new Date()), ERASE_EVERY);
  sweep('held votes', () => countHeld(new Date()), COUNT_EVERY);
  sweep('changed minds', countMinds, MINDS_EVERY);
  sweep('The Cope Report', sweepReport, REPORT_EVERY);
  sweep('answers to removal requests', () => sendAnswers(new Date()), ANSWERS_EVERY);
  sweep('challenges on the desk', () => notifyDesk(new Date()), DESK_EVERY);
  sweep('delivery of notices', () => planDelivery(new Date()), PLAN_EVERY);
  sweep('emails about notices', () => queueNoticeMails(new Date()), NOTICE_MAILS_EVERY);
  sweep('passages of new versions', anchorSweep(), ANCHORS_EVERY);
  sweep('words of comments', learnNewWords, WORDS_EVERY);
  setMailSource('report-issue', supplyIssueMails);
  setMailSource('notices', supplyNoticeMails);
  setPushSource('notice', supplyNoticePushes);
  sweep('moderators who are away', () => alertAway(new Date()), ALERTS_EVERY);
  setMailSource('queue-alert', supplyAlertMails);
  setPushSource('queue', supplyAlertPushes);
  const queues = [mailQueue, exportQueue, fanoutQueue, pushQueue, factorizationQueue];
  await startJobs(issuesGoElsewhere() ? [...queues, forwardQueue] : queues);
}

function sweep(what: string, run: () => Promise<unknown>, every: number): void {
  const once = () =>
    void run().catch((err) => log.warn({ err, what }, 'a sweep failed and is retried later'));
  once();
  setInterval(once, every).unref();
}
