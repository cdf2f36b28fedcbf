import type { RestrictionScope } from '#lib/standing/restriction.ts';

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
  'mention',
  'new_in_branch',
  'new_in_verdict',
  'new_by_person',
  'challenge_outcome',
  'authorship_outcome',
  'challenge_waiting',
  'authorship_waiting',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Notices about another reader's comment, the strongest kind first. A reader gets one of them for each comment. */
export const COMMENT_NOTICES = [
  'mention',
  'reply',
  'new_in_branch',
  'new_in_verdict',
  'new_by_person',
] as const satisfies NoticeKind[];

/** What waits for a decision of an admin, and its page. */
export const DESK_NOTICES = {
  challenge_waiting: '/admin/challenges',
  authorship_waiting: '/admin/authors',
} as const satisfies Partial<Record<NoticeKind, string>>;

/** What a notice's sentence needs in addition to its comment and decision. */
export interface NoticeData {
  /** A code of moderation/reports/reason.ts. */
  reason?: string;
  /** The moderator's message to the user, or why an admin decided so. */
  note?: string;
  scope?: RestrictionScope;
  /** ISO 8601; null: permanently. */
  until?: string | null;
  /** Of a report, an appeal, a challenge, or a claim to be the author of a paper. */
  outcome?:
    | 'upheld'
    | 'rejected'
    | 'ignored'
    | 'overturned'
    | 'reason_changed'
    | 'amended'
    | 'withdrawn'
    | 'approved'
    | 'revoked';
  /** The verdict, of a notice that is about no comment. */
  verdict?: { slug: string; title: string };
  /** The author of the reply. */
  by?: string;
}

export interface NewNotice {
  userId: string;
  kind: NoticeKind;
  commentId?: string | null;
  /** See the schema: similar notices are shown as one. */
  subjectId?: string | null;
  decisionId?: string | null;
  data?: NoticeData;
  now: Date;
}

/** The challenged comment, or the claim to be an author. */
export interface DeskSubject {
  kind: keyof typeof DESK_NOTICES;
  commentId?: string;
  subjectId?: string;
}

export type DeskNotice = DeskSubject & Pick<NewNotice, 'data' | 'now'>;
