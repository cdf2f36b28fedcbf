/** How far a mail is. `sending`: an attempt is under way. */
export const MAIL_STATES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** What an admin looks at; `waiting` is what is not delivered yet. */
export const MAIL_FILTERS = ['waiting', 'failed', 'sent', 'cancelled'] as const;
export type MailFilter = (typeof MAIL_FILTERS)[number];

export function filterOf(state: MailState): MailFilter {
  return state === 'pending' || state === 'sending' ? 'waiting' : state;
}
