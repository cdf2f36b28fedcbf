import { settings } from '#lib/env.server.ts';
import type { Attempt, Outcome, RowQueue } from '#lib/jobs/row-queue.ts';
import { log } from '#lib/log.server.ts';
import { countMail } from '#lib/metrics/metrics.server.ts';
import { isPermanent, reasonOf, type DeliveryFault } from './delivery-fault.ts';
import {
  claimMails,
  MAIL_QUEUE,
  markCancelled,
  markFailed,
  markPending,
  markSent,
  unscheduledMails,
  type ClaimedMail,
} from './mail.store.server.ts';
import { mailSource, type MailContent } from './source.server.ts';
import { transport } from './transport.server.ts';

/** Delivers mails. Retries take some 20 hours, so a mail server may be away for a night. */
export const mailQueue: RowQueue = {
  name: MAIL_QUEUE,
  batch: 20,
  // While one batch waits for its slowest mail, the other keeps the connections busy.
  workers: 2,
  retry: { times: 30, after: 4, longest: 3600 },
  timeout: 300,
  unscheduled: unscheduledMails,
  attempt: deliverMails,
};

export async function deliverMails(attempts: Attempt[], now = new Date()): Promise<Outcome[]> {
  const claimed = await claimMails(
    attempts.map(({ id }) => id),
    now,
  );
  const contents = await contentsOf(claimed);
  const mails = new Map(claimed.map((mail) => [mail.id, mail]));
  return Promise.all(
    attempts.map(async ({ id, last }) => {
      const mail = mails.get(id);
      // Sent, cancelled or paused since it was scheduled.
      if (!mail) return { id, done: true };
      // One mail's fault must not repeat the others of its batch.
      const reason = await deliver(mail, contents.get(id), { last, now }).catch(reasonOf);
      return reason === null ? { id, done: true } : { id, done: false, reason };
    }),
  );
}

async function contentsOf(mails: ClaimedMail[]): Promise<Map<string, MailContent>> {
  const stored = mails.filter(({ html }) => html !== null);
  const contents = new Map<string, MailContent>(
    stored.map(({ id, text, html, headers }) => [id, { text: text!, html: html!, headers }]),
  );
  for (const kind of new Set(mails.filter(({ html }) => html === null).map(({ kind }) => kind))) {
    const ids = mails.filter((mail) => mail.kind === kind && mail.html === null).map(({ id }) => id);
    for (const [id, content] of (await mailSource(kind)?.(ids)) ?? []) contents.set(id, content);
  }
  return contents;
}

/** @returns why it must be retried, or null */
async function deliver(
  mail: ClaimedMail,
  content: MailContent | undefined,
  { last, now }: { last: boolean; now: Date },
): Promise<string | null> {
  const { id, kind } = mail;
  if (!content) return end(() => markCancelled(id), { kind, outcome: 'cancelled' });
  if (mail.expiresAt && mail.expiresAt <= now)
    return end(() => markFailed(id, 'It expired before it could be delivered.'), { kind, outcome: 'failed' });
  try {
    const { MAIL_FROM: from } = settings();
    await transport().send({ ...mail, headers: {}, ...content, from, date: mail.createdAt });
  } catch (error) {
    return afterFault(mail, error as DeliveryFault, last);
  }
  return end(() => markSent(id, new Date()), { kind, outcome: 'sent' });
}

async function afterFault(
  { id, kind }: ClaimedMail,
  fault: DeliveryFault,
  last: boolean,
): Promise<string | null> {
  const reason = reasonOf(fault);
  if (last || isPermanent(fault)) {
    log.warn({ err: fault, mail: id, kind }, 'an email could not be delivered');
    return end(() => markFailed(id, reason), { kind, outcome: 'failed' });
  }
  await markPending(id, reason);
  countMail(kind, 'retried');
  return reason;
}

async function end(
  mark: () => Promise<void>,
  { kind, outcome }: { kind: string; outcome: 'sent' | 'failed' | 'cancelled' },
): Promise<null> {
  await mark();
  countMail(kind, outcome);
  return null;
}
