/** How the mailer is doing, for the admin's overview. */
export interface MailFacts {
  /** Not delivered yet, paused ones left out. */
  waiting: number;
  /** Milliseconds for which the oldest of them has waited; 0 if there is none. */
  waitedMs: number;
  failed: number;
}
