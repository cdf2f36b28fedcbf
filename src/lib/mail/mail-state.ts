export const MAIL_STATES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** The admin's filters; `waiting`: not delivered yet. */
export const MAIL_FILTERS = ['waiting', 'failed', 'sent', 'cancelled'] as const;
export type MailFilter = (typeof MAIL_FILTERS)[number];

export function filterOf(state: MailState): MailFilter {
  return state === 'pending' || state === 'sending' ? 'waiting' : state;
}
