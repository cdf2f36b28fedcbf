import type { Role } from '#lib/actor.ts';
import type { CommentView, QueueItem } from '#lib/live/events.ts';
import type { RemovalRequestView } from '../removal-request.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';

export const DECISION_KINDS = [
  'keep',
  'remove',
  'restore',
  'hold',
  'let_in',
  'hide',
  'lock',
  'unlock',
  'warn',
  'restrict',
  'lift',
  'erase',
  'uphold_appeal',
  'overturn_appeal',
  'change_reason',
  'undo',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Those that a case's page offers. */
export const CASE_DECISIONS = [
  'keep',
  'remove',
  'restore',
  'hold',
  'let_in',
  'lock',
  'unlock',
  'warn',
  'restrict',
  'erase',
] as const;
export type CaseDecisionKind = (typeof CASE_DECISIONS)[number];

/** Those that concern the comment, which its thread offers too. */
export const COMMENT_DECISIONS = [
  'keep',
  'remove',
  'restore',
  'hold',
  'let_in',
  'lock',
  'unlock',
  'warn',
  'erase',
] as const satisfies CaseDecisionKind[];
export type CommentDecisionKind = (typeof COMMENT_DECISIONS)[number];

export function isCommentDecision(kind: CaseDecisionKind): kind is CommentDecisionKind {
  return (COMMENT_DECISIONS as readonly CaseDecisionKind[]).includes(kind);
}

/** Follows the moderator's name in the public log. */
export const DECISION_WORDS: Record<DecisionKind, string> = {
  keep: 'kept a comment',
  remove: 'removed a comment',
  restore: 'restored a comment',
  hold: 'hid a comment for review',
  let_in: 'published a held comment',
  hide: 'hid a comment until a moderator decides',
  lock: 'locked a discussion',
  unlock: 'unlocked a discussion',
  warn: 'warned an author',
  restrict: 'restricted an account',
  lift: 'lifted a restriction',
  erase: 'erased a comment’s text',
  uphold_appeal: 'upheld a decision on appeal',
  overturn_appeal: 'overturned a decision on appeal',
  change_reason: 'changed a decision’s reason on appeal',
  undo: 'undid a decision',
};

/** Milliseconds; null is permanent. */
const HOUR = 3_600_000;
export const RESTRICTION_TERMS = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
  year: 365 * 24 * HOUR,
  ever: null,
} as const;
export type RestrictionTerm = keyof typeof RESTRICTION_TERMS;

/** A case's page renews its lease while it is open; after a crash the lease soon ends. */
export const LEASE_DURATION = 5 * 60_000;
/** How long moderators can undo their own decisions. After that, the author can appeal. */
export const UNDO_WINDOW = 10_000;
/** Covers the network's delay. */
export const UNDO_GRACE = 5_000;
export const BULK_MAX = 100;
export const APPEAL_MAX = 1000;
/** Longer than a typical holiday. */
export const APPEAL_WINDOW = 14 * 24 * HOUR;
/** Wait before the same revision can be reported again after a decision. */
export const REPORT_AGAIN_AFTER = 24 * HOUR;
/** In reports of a new reader. */
export const HELD_WEIGHT = 1;
export const APPEAL_WEIGHT = 2;

export const QUEUE_FILTERS = ['all', 'reports', 'requests', 'held', 'appeals', 'mine'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

export interface CaseRevision {
  version: number;
  body: string;
  createdAt: string;
}

export interface CaseReport {
  id: string;
  reason: string;
  note: string | null;
  /** The text as it was reported. */
  body: string;
  version: number;
  /** Null: a word on the admin's list matched. */
  reporter: string | null;
  weight: number;
  /** Towards automatic hiding: not if its reporter was new. */
  counts: boolean;
  state: 'open' | 'upheld' | 'rejected' | 'ignored' | 'withdrawn';
  createdAt: string;
}

export interface AuthorRecord {
  id: string;
  /** Null: erased account. */
  username: string | null;
  role: Role;
  since: string;
  comments: number;
  removed: number;
  restrictions: RestrictionView[];
  warnings: number;
  earlierCases: number;
  otherOpen: { id: string; openedAt: string; excerpt: string }[];
}

export interface RestrictionView {
  id: string;
  /** Null: erased account. */
  username: string | null;
  scope: RestrictionScope;
  /** Null: permanent. */
  until: string | null;
  reason: string;
  createdAt: string;
  liftedAt: string | null;
  active: boolean;
}

export interface CaseDecision {
  id: string;
  kind: DecisionKind;
  reason: string | null;
  note: string | null;
  /** Null: automatic. */
  moderator: string | null;
  createdAt: string;
  undone: boolean;
}

export interface CaseView extends QueueItem {
  open: boolean;
  /**
   * Ancestors, the comment and its first replies in reading order. Empty without a comment, or if it was withdrawn
   * without replies.
   */
  thread: CommentView[];
  locked: { thread: boolean; branch: boolean };
  revisions: CaseRevision[];
  reportList: CaseReport[];
  requests: RemovalRequestView[];
  decisions: CaseDecision[];
  authorRecord: AuthorRecord;
  appealView: {
    text: string;
    createdAt: string;
    state: 'open' | 'upheld' | 'overturned' | 'reason_changed';
    /** The decision appealed against. */
    decision: CaseDecision;
    /** Not if this moderator decided first, unless there is no other. */
    mayDecide: boolean;
  } | null;
}
