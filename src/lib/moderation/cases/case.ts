import type { Role } from '#lib/actor.ts';
import type { CommentView, QueueItem } from '#lib/live/events.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';

/** The nouns of moderation and their numbers. Pure: imported by pages, rules and stores alike. */

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

/** Those that a case's form offers; the others follow from an appeal, a clock or an undo. */
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

/** As the public log says it, after the name of who did it. */
export const DECISION_WORDS: Record<DecisionKind, string> = {
  keep: 'kept a comment',
  remove: 'removed a comment',
  restore: 'restored a comment',
  hold: 'took a comment out of sight for review',
  let_in: 'let a comment in',
  hide: 'hid a comment until a moderator decides',
  lock: 'locked a discussion',
  unlock: 'unlocked a discussion',
  warn: 'warned an author',
  restrict: 'restricted an account',
  lift: 'lifted a restriction',
  erase: 'erased a text for good',
  uphold_appeal: 'heard an appeal and upheld the decision',
  overturn_appeal: 'heard an appeal and overturned the decision',
  change_reason: 'heard an appeal and changed the reason',
  undo: 'took a decision back at once',
};

/** Milliseconds from now; null is for ever. */
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
/** A decision can be taken back for ten seconds by who made it; later there is the appeal. */
export const UNDO_WINDOW = 10_000;
/** The page counts ten seconds; the way to the server may take some of its own. */
export const UNDO_GRACE = 5_000;
export const BULK_MAX = 100;
export const APPEAL_MAX = 1000;
/** Two weeks, so that a holiday costs nobody their appeal. */
export const APPEAL_WINDOW = 14 * 24 * HOUR;
/** After a decision the same revision can be reported again a day later; a new revision at once. */
export const REPORT_AGAIN_AFTER = 24 * HOUR;
/** A held comment counts like one report of a new reader, an appeal like two: somebody waits for an answer. */
export const HELD_WEIGHT = 1;
export const APPEAL_WEIGHT = 2;

export const QUEUE_FILTERS = ['all', 'reports', 'held', 'appeals', 'mine'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** One revision of a reported comment. */
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
  /** Null: made by a word of the admin's list. */
  reporter: string | null;
  weight: number;
  state: 'open' | 'upheld' | 'rejected' | 'ignored' | 'withdrawn';
  createdAt: string;
}

export interface AuthorRecord {
  id: string;
  /** Null: the account was erased. */
  username: string | null;
  role: Role;
  since: string;
  /** All comments ever, and how many of them moderators removed. */
  comments: number;
  removed: number;
  restrictions: RestrictionView[];
  warnings: number;
  /** Cases decided before this one. */
  earlierCases: number;
  otherOpen: { id: string; openedAt: string; excerpt: string }[];
}

export interface RestrictionView {
  id: string;
  /** Null: the account was erased. */
  username: string | null;
  scope: RestrictionScope;
  /** Null: for ever. */
  until: string | null;
  reason: string;
  createdAt: string;
  liftedAt: string | null;
  /** Stands now. */
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
  /** False once decided. */
  open: boolean;
  /**
   * The comment's ancestors, itself, and the first replies below it, in reading order, as a moderator sees
   * them. Empty where no comment is concerned, or its author took it back and nothing hangs on it.
   */
  thread: CommentView[];
  /** Where new comments are refused: in the whole thread, in this comment's branch. */
  locked: { thread: boolean; branch: boolean };
  revisions: CaseRevision[];
  reportList: CaseReport[];
  decisions: CaseDecision[];
  authorRecord: AuthorRecord;
  appealView: {
    text: string;
    createdAt: string;
    state: 'open' | 'upheld' | 'overturned' | 'reason_changed';
    /** The decision appealed against. */
    decision: CaseDecision;
    /** Whether this asker may hear it: not who decided first, unless there is nobody else. */
    mayHear: boolean;
  } | null;
}
