import type { RestrictionScope } from '#lib/standing/restriction.ts';

/** What an inbox holds. Pure: imported by pages, rules and stores alike. */

export const NOTICE_KINDS = [
  'held',
  'let_in',
  'hidden',
  'removed',
  'restored',
  'warned',
  'restricted',
  'lifted',
  'reply',
  'report_outcome',
  'appeal_outcome',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a notice's sentence needs beside its comment and decision. All of it may be absent. */
export interface NoticeData {
  /** A code of moderation/reason.ts. */
  reason?: string;
  /** A moderator's words to the one concerned. */
  note?: string;
  scope?: RestrictionScope;
  /** ISO time; null is for ever. */
  until?: string | null;
  /** What became of a report or an appeal. */
  outcome?: 'upheld' | 'rejected' | 'ignored' | 'overturned' | 'reason_changed';
  /** Who replied. */
  by?: string;
}

export interface NewNotice {
  userId: string;
  kind: NoticeKind;
  commentId?: string | null;
  decisionId?: string | null;
  data?: NoticeData;
  now: Date;
}
