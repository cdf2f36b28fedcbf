export interface MailFacts {
  /** Pending, without paused ones. */
  waiting: number;
  /** Age in milliseconds of the oldest pending mail; 0 if there is none. */
  waitedMs: number;
  failed: number;
}
