import type { Role } from '#lib/actor.ts';

// The live messages in both directions (contract: "Live"). Requests are in the imperative, messages in the past tense.
// Unless an event says otherwise, the server sends what an anonymous reader may see.

export type CommentStatus = 'pending' | 'visible' | 'hidden' | 'removed' | 'withdrawn';

/** A passage that a comment is about (passages/anchor.ts). */
export interface Anchor {
  section: string;
  /** As readers see it, with typographic quotes. */
  quote: string;
  /** Absent only for a passage of before passages had places, until a sweep has found its place. */
  block?: number;
  start?: number;
  end?: number;
  exact?: string;
  prefix?: string;
  suffix?: string;
  /** The version of the verdict that was quoted. */
  version?: number;
  /** In version `checked` of the verdict: as quoted, somewhere else or with other words, or not there. */
  state?: 'exact' | 'moved' | 'lost';
  /** Where it has moved to. */
  at?: { section: string; block: number; start: number; end: number };
  /** If its words are others there. */
  reworded?: true;
  /** The verdict's current version, except in the moment after a new one. */
  checked?: number;
}

/** A source against the passage that its comment is about, and what the operator decided. */
export interface ChallengeView {
  source: string;
  host: string;
  state: 'open' | 'upheld' | 'amended' | 'withdrawn';
  /** Once it is decided: why, and the verdict's version that follows from it. */
  note?: string;
  version?: number;
}

/** What the caller did and may do. Only in responses to a signed-in reader, never in live messages. */
export interface Mine {
  own: boolean;
  helpful: boolean | null;
  /** ISO 8601; only while the caller's rating is held (standing/burst.ts). */
  countsAt?: string | undefined;
  canEdit: boolean;
  canWithdraw: boolean;
  canRate: boolean;
}

export interface CommentView {
  id: string;
  verdict: string;
  parentId: string | null;
  /** 0 at the top level, at most 8. */
  depth: number;
  author: { username: string; role: Role } | null;
  /** The comment it replies to, if that is too deep to be its parent. */
  answers: { id: string; username: string | null } | null;
  html: string | null;
  body: string | null;
  status: CommentStatus;
  anchor: Anchor | null;
  createdAt: string;
  editedAt: string | null;
  version: number;
  /** The verdict's seq at its last change, and at its creation: siblings are in the order of `born`. */
  seq: number;
  born: number;
  replies: number;
  helpful: number;
  notHelpful: number;
  /** The verdict's tally version when these ratings were counted; the higher of two is the newer. */
  counted: number;
  /** It has the badge "Helpful to both sides". */
  commonGround?: boolean | undefined;
  /** Readers who said that it changed their mind. Absent: none. */
  changedMinds?: number;
  /** Present if a moderator has locked it: no new replies here and below. */
  locked?: true;
  /** Its open reports: replies here and below are delayed (discussion/heat.ts). Absent: none. */
  heat?: { reports: number; since: string };
  challenge?: ChallengeView;
  /** An author of the paper has marked it as their reply. */
  authorReply?: true;
  mine?: Mine;
  /** From the author's client, which removes its pending copy by it. */
  nonce?: string;
}

export interface ClaimTally {
  id: string;
  agree: number;
  disagree: number;
  counted: number;
  /** `Minds` of verdicts/verdict-view.ts. In every live message: of two in the wrong order, only the later one is read. */
  minds?: Record<'readers' | 'before' | 'after' | 'low' | 'high', number> | null;
}

export interface RatingTally {
  comment: string;
  helpful: number;
  notHelpful: number;
  counted: number;
  /** Whether it has the badge "Helpful to both sides". */
  commonGround?: boolean;
  /** Readers who said that it changed their mind. In every live message, as `minds` of a claim. */
  changedMinds?: number;
}

export interface VerdictChanged {
  verdict: string;
  /** The message contains every change after `since` up to `seq`. */
  since: number;
  seq: number;
  comments: CommentView[];
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
  typing: number;
}

export interface FrontCount {
  slug: string;
  comments?: number;
  seq?: number;
  readers?: number;
  claims?: ClaimTally[];
}

/** A case as the queue shows it. For moderators only: it contains text that others may not see. */
export interface QueueItem {
  id: string;
  kind: 'reports' | 'request' | 'held' | 'appeal';
  weight: number;
  reportCount: number;
  /** Open removal requests. */
  requestCount: number;
  reasons: { reason: string; count: number }[];
  openedAt: string;
  /** Counts the case's changes: the greater of two is the newer. */
  version: number;
  leaseHolder: string | null;
  leasedUntil: string | null;
  author: string;
  comment: {
    id: string;
    verdict: string;
    title: string;
    status: CommentStatus;
    version: number;
    excerpt: string;
  } | null;
}

export interface QueueCounts {
  reports: number;
  requests: number;
  held: number;
  appeals: number;
}

/** A reader's own state that every page shows; the response of `GET /api/v1/mine`. */
export interface SiteMine {
  viewer: {
    id: string;
    username: string;
    role: Role;
    /** An admin has yet to approve the account. */
    waiting: boolean;
  };
  unread: number;
  /** For moderators; null for everyone else. */
  queue: QueueCounts | null;
  /** Why this reader can't comment or vote now, as sentences; empty: they can. */
  closed: string[];
  /** Of the verdicts asked for that this account has opened before: comments it hasn't read, at most 100. */
  news?: { slug: string; count: number }[];
}

export interface CaseChanged {
  case: string;
  what: 'opened' | 'changed' | 'leased' | 'released' | 'decided' | 'reopened';
  by: string | null;
  item: QueueItem | null;
  counts: QueueCounts;
}

/** A claim whose votes, or a comment whose ratings, are held in a burst of new accounts. For moderators only. */
export interface Burst {
  kind: 'claim' | 'comment';
  id: string;
  /** The claim's label, or the name of the comment's author. */
  label: string;
  verdict: string;
  title: string;
  waiting: number;
  countsAt: string;
}

/** `tally`: the verdict's tally version, which shows a client whether votes changed while it was away. */
export type Watched = { ok: true; seq: number; tally: number; readers: number } | { ok: false; code: string };
export type Unwatched = { ok: true } | { ok: false; code: string };

export interface ClientEvents {
  'verdict:watch': (
    input: { verdict: string | null; packed?: boolean },
    acknowledge: (watched: Watched) => void,
  ) => void;
  'verdict:unwatch': (input: { verdict: string | null }, acknowledge: (unwatched: Unwatched) => void) => void;
  'comment:typing': (input: { verdict: string; parentId?: string | null }) => void;
}

export interface ServerEvents {
  'verdict:changed': (message: VerdictChanged) => void;
  /** A large VerdictChanged for clients that watch `packed`: its JSON by DEFLATE (RFC 1951), in base64. */
  'verdict:packed': (message: string) => void;
  'verdict:tallied': (message: VerdictTallied) => void;
  'verdict:presence': (message: VerdictPresence) => void;
  'verdict:head': (message: { verdict: string; seq: number }) => void;
  'verdicts:changed': (message: { verdicts: FrontCount[] }) => void;
  'case:changed': (message: CaseChanged) => void;
  /** To the room of moderators only: all current bursts. */
  'bursts:changed': (message: { bursts: Burst[] }) => void;
  /** To one account's sockets only: how many of its notices are unread. */
  'notices:changed': (message: { unread: number }) => void;
  /** What this page depends on changed (the emergency switches, the verdict's state): read it again. */
  'site:changed': (what: 'site:switches' | 'verdict:state') => void;
  /** This process is stopping: reconnect within this many milliseconds. */
  'server:leaving': (message: { retryIn: number }) => void;
}
