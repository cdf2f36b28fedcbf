import type { BasicMail } from '#lib/mail/basic-mail.ts';

/** Days that a confirmation link works: long enough for a week's holiday. */
export const SUBSCRIPTION_CONFIRM_DAYS = 7;

export type SubscriberState = 'pending' | 'confirmed' | 'unsubscribed' | 'bounced' | 'complained';

export type EndReason = Exclude<SubscriberState, 'pending' | 'confirmed'>;

export const REPORT_PITCH =
  'A weekly digest of AI displacement cope, scored by the Oracle. Top stories, new verdicts, and fresh data.';

export function subscriptionMail(href: string): BasicMail {
  return {
    subject: 'Confirm your subscription to The Cope Report',
    heading: 'One more step',
    paragraphs: [
      'Someone, probably you, asked for The Cope Report to be sent to this address.',
      REPORT_PITCH,
    ],
    button: { label: 'Confirm my subscription', href },
    after: [
      `The link works for ${SUBSCRIPTION_CONFIRM_DAYS} days. It opens a page with a button.`,
      'If you did not ask for this, ignore this email. You will get nothing else, and the address is deleted.',
    ],
  };
}
