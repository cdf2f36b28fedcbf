import type { Role } from '#lib/actor.ts';

/**
 * The wire, both directions (contract: "Live"). Requests in the imperative, news in the past tense.
 * What the server sends is always what an anonymous reader may see.
 */

export type CommentStatus = 'pending' | 'visible' | 'hidden' | 'removed' | 'withdrawn';

/** A comment's tie to a passage of the verdict. */
export interface Anchor {
  section: string;
  quote: string;
}

/** What the asker did and may do; stands only in answers to someone signed in, never on the wire. */
export interface Mine {
  own: boolean;
  helpful: boolean | null;
  /** ISO 8601; only where the asker's rating is held (standing/burst.ts). */
  countsAt?: string | undefined;
  canEdit: boolean;
  canWithdraw: boolean;
  canRate: boolean;
}

export interface CommentView {
  id: string;
  /** Slug of the verdict. */
  verdict: string;
  parentId: string | null;
  /** 0 at the top level, at most 8. */
  depth: number;
  author: { username: string; role: Role } | null;
  /** Whom it answers, where that comment stands too deep to be its parent. */
  answers: { id: string; username: string | null } | null;
  html: string | null;
  body: string | null;
  status: CommentStatus;
  anchor: Anchor | null;
  createdAt: string;
  editedAt: string | null;
  version: number;
  /** The verdict's seq at its last change, and at its making: siblings stand in the order of `born`. */
  seq: number;
  born: number;
  /** Direct replies that keep a place. */
  replies: number;
  helpful: number;
  notHelpful: number;
  /** The verdict's tally version when these ratings were counted: of two counts the higher is the newer. */
  counted: number;
  /** Stands where a moderator takes no new replies here and below. */
  locked?: true;
  /** The reports standing on it: replies here and below wait (discussion/heat.ts). Absent: none. */
  heat?: { reports: number; since: string };
  mine?: Mine;
  /** As the author's client made it: by it the pending twin leaves. Tells nobody anything. */
  nonce?: string;
}

export interface ClaimTally {
  id: string;
  agree: number;
  disagree: number;
  /** As in a CommentView. */
  counted: number;
}

export interface RatingTally {
  comment: string;
  helpful: number;
  notHelpful: number;
  counted: number;
}

export interface VerdictChanged {
  verdict: string;
  /** The message tells every change after `since` up to `seq`. */
  since: number;
  seq: number;
  comments: CommentView[];
  /** The verdict's comments at `seq`. */
  total: number;
}

export interface VerdictTallied {
  verdict: string;
  claims: ClaimTally[];
  ratings?: RatingTally[];
}

export interface VerdictPresence {
  verdict: string;
  readers: number;
  /** How many are writing now. */
  typing: number;
}

export interface FrontCount {
  slug: string;
  /** The verdict's comments after its change `seq`. */
  comments?: number;
  seq?: number;
  readers?: number;
  claims?: ClaimTally[];
}

/** A case as the queue shows it. For moderators only: it holds text that others may not see. */
export interface QueueItem {
  id: string;
  kind: 'reports' | 'held' | 'appeal';
  weight: number;
  /** Open reports, and how often each of their reasons was given, most often first. */
  reportCount: number;
  reasons: { reason: string; count: number }[];
  openedAt: string;
  /** Counts the case's changes: the greater number is the newer news. */
  version: number;
  /** The moderator with a lease on it; null if none, or it has expired. */
  leaseHolder: string | null;
  leasedUntil: string | null;
  author: string;
  /** Null in an appeal against a warning or restriction that concerns no comment. */
  comment: {
    id: string;
    verdict: string;
    title: string;
    status: CommentStatus;
    version: number;
    /** The first 240 characters as written. */
    excerpt: string;
  } | null;
}

export interface QueueCounts {
  reports: number;
  held: number;
  appeals: number;
}

export interface CaseChanged {
  case: string;
  /** What happened; `by` is the moderator where one did it. */
  what: 'opened' | 'changed' | 'leased' | 'released' | 'decided' | 'reopened';
  by: string | null;
  /** As it stands now; null where it left the queue. */
  item: QueueItem | null;
  counts: QueueCounts;
}

/** A claim whose votes, or a comment whose ratings, are held in a burst of new accounts. For moderators only. */
export interface Burst {
  kind: 'claim' | 'comment';
  id: string;
  /** The claim's label, or the name of the comment's author. */
  label: string;
  /** Slug and title of the verdict. */
  verdict: string;
  title: string;
  /** How many are held, and when the first of them counts. */
  waiting: number;
  countsAt: string;
}

/** `tally`: the verdict's tally version, so that a client sees whether votes moved while it was away. */
export type Watched = { ok: true; seq: number; tally: number; readers: number } | { ok: false; code: string };
export type Unwatched = { ok: true } | { ok: false; code: string };

export interface ClientEvents {
  'verdict:watch': (
    input: { verdict: string | null; packed?: boolean },
    answer: (watched: Watched) => void,
  ) => void;
  'verdict:unwatch': (input: { verdict: string | null }, answer: (unwatched: Unwatched) => void) => void;
  'comment:typing': (input: { verdict: string; parentId?: string | null }) => void;
}

export interface ServerEvents {
  'verdict:changed': (news: VerdictChanged) => void;
  /** A VerdictChanged of many comments to who asked for it so (`packed`): its JSON by DEFLATE (RFC 1951), in base64. */
  'verdict:packed': (news: string) => void;
  'verdict:tallied': (news: VerdictTallied) => void;
  'verdict:presence': (news: VerdictPresence) => void;
  'verdict:head': (news: { verdict: string; seq: number }) => void;
  'verdicts:changed': (news: { verdicts: FrontCount[] }) => void;
  /** To the room of moderators only. */
  'case:changed': (news: CaseChanged) => void;
  /** To the room of moderators only: all bursts that there are now. */
  'bursts:changed': (news: { bursts: Burst[] }) => void;
  /** To one account's sockets only: how many of its notices are unread. */
  'notices:changed': (news: { unread: number }) => void;
  /** What this page depends on changed (the emergency switches, the verdict's state): read it again. */
  'site:changed': (what: 'site:switches' | 'verdict:state') => void;
  /** This process is stopping: connect again after so many milliseconds, to whoever answers then. */
  'server:leaving': (news: { retryIn: number }) => void;
}
