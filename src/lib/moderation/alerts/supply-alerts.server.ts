import { settings } from '#lib/env.server.ts';
import { basicMailText, type BasicMail } from '#lib/mail/basic-mail.ts';
import { oneClickHeaders } from '#lib/mail/one-click.ts';
import { renderMail } from '#lib/mail/render.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import type { MailContent } from '#lib/mail/source.server.ts';
import { REASON_LABELS, type ReportReason } from '#lib/moderation/reports/reason.ts';
import { stopAddress } from '#lib/notices/delivery/stop-link.server.ts';
import type { PushPayload } from '#lib/push/push-message.ts';
import type { PushSubject } from '#lib/push/push-source.server.ts';
import { readMailedAlerts, readPushedAlerts, type AlertSummary } from './alert.store.server.ts';

/** Reasons that only removal requests have. */
const LABELS: Record<string, string> = { ...REASON_LABELS, false_claim: 'False claim' } satisfies Record<
  ReportReason | 'false_claim',
  string
>;

const inWords = new Intl.ListFormat('en');

/** The content of these emails from the current state: counts, reasons and the link, nothing that someone wrote. */
export async function supplyAlertMails(
  mailIds: string[],
  now = new Date(),
): Promise<Map<string, MailContent>> {
  const contents = new Map<string, MailContent>();
  for (const summary of await readMailedAlerts(mailIds, now))
    contents.set(summary.mailId!, await contentOf(summary));
  return contents;
}

export async function supplyAlertPushes(
  messages: PushSubject[],
  now = new Date(),
): Promise<Map<string, PushPayload>> {
  const alerts = await readPushedAlerts(
    messages.flatMap(({ alertId }) => alertId ?? []),
    now,
  );
  const byAlert = new Map(alerts.map((summary) => [summary.alertId, summary]));
  return new Map(
    messages.flatMap(({ id, alertId }) => {
      const summary = byAlert.get(alertId!);
      if (!summary) return [];
      const body = linesOf(summary).join('\n');
      return [[id, { title: titleOf(summary), body, href: '/moderation', tag: 'queue' }] as const];
    }),
  );
}

const titleOf = ({ cases }: AlertSummary) =>
  cases === 1 ? 'A case waits for a moderator' : `${cases} cases wait for a moderator`;

function linesOf({ cases, hours, reasons }: AlertSummary): string[] {
  const labels = reasons.map((reason) => LABELS[reason] ?? reason);
  return [
    ...(labels.length > 0 ? [`Reasons: ${inWords.format(labels)}.`] : []),
    ...(hours > 0
      ? [`${cases === 1 ? 'It' : 'The oldest'} has waited for ${hours} ${hours === 1 ? 'hour' : 'hours'}.`]
      : []),
  ];
}

async function contentOf(summary: AlertSummary): Promise<MailContent> {
  // Imported here, because on the command line an import compiles it.
  const { default: component } = await import('#lib/mail/BasicMail.svelte');
  const stop = await stopAddress(summary.userId, ['queue']);
  const subject = titleOf(summary);
  const content: BasicMail = {
    ...{ subject, heading: subject, paragraphs: linesOf(summary) },
    button: { label: 'Open the queue', href: siteAddress('/moderation') },
    after: [
      'You get this email because you moderate, and chose it in your settings. You won’t get another one about the same cases.',
      `Stop these emails: ${stop}`,
    ],
  };
  return {
    subject,
    text: basicMailText(content),
    html: renderMail(component, { content, site: settings().ORIGIN }, subject),
    headers: oneClickHeaders(stop),
  };
}
