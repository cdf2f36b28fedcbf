import type { Actor, Role } from '#lib/actor.ts';
import type { Anchor, CommentStatus, CommentView, Mine } from '#lib/live/events.ts';
import { mayRead } from '#lib/discussion/comment.ts';
import { permissionsOn } from '#lib/discussion/rules.ts';

/** A comment as the store reads it, with what it takes from its author, its verdict and the asker. */
export interface CommentRow {
  id: string;
  slug: string;
  authorId: string;
  /** Null: the account was erased. */
  username: string | null;
  role: Role;
  parentId: string | null;
  rootId: string | null;
  answersId: string | null;
  /** Null where nobody is answered, where whom it answers took the comment back, and where that account was erased. */
  answersName: string | null;
  depth: number;
  path: string;
  body: string;
  html: string;
  renderer: number;
  anchor: Anchor | null;
  status: CommentStatus;
  nonce: string | null;
  version: number;
  seq: number;
  replies: number;
  helpful: number;
  notHelpful: number;
  /** The verdict's tally version in the same snapshot. */
  counted: number;
  score: number;
  createdAt: Date;
  editedAt: Date | null;
  /** The asker's own rating, and until when it is held. Left out where the asker isn't known. */
  rated?: boolean | null;
  ratingCountsAt?: Date | null;
  /** No new replies here and below. */
  locked: boolean;
  /** The reports standing on it, and since when. */
  reports: number;
  reportedAt: Date | null;
  /** Hidden by reports, and its author may bring it back by an edit. */
  mayEditBack: boolean;
}

/** Nobody is named on what they took back or what was taken from them. */
const NAMELESS: ReadonlySet<CommentStatus> = new Set(['withdrawn', 'removed']);

/** What leaves the server of a comment, for this asker. Fields are listed by hand: a new column doesn't leak by itself. */
export function commentView(row: CommentRow, asker: Actor | null, now: Date): CommentView {
  const readable = mayRead(row, asker);
  const named = readable || !NAMELESS.has(row.status);
  return {
    id: row.id,
    verdict: row.slug,
    parentId: row.parentId,
    depth: row.depth,
    author: named && row.username !== null ? { username: row.username, role: row.role } : null,
    answers: row.answersId ? { id: row.answersId, username: row.answersName } : null,
    html: readable ? row.html : null,
    body: readable ? row.body : null,
    status: row.status,
    anchor: readable ? row.anchor : null,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    version: row.version,
    seq: row.seq,
    born: bornOf(row.path),
    replies: row.replies,
    helpful: row.helpful,
    notHelpful: row.notHelpful,
    counted: row.counted,
    ...(row.locked ? { locked: true as const } : {}),
    ...(row.reportedAt ? { heat: { reports: row.reports, since: row.reportedAt.toISOString() } } : {}),
    ...(asker ? { mine: mineOf(row, asker, now) } : {}),
    ...(row.nonce ? { nonce: row.nonce } : {}),
  };
}

/** The seq at which the comment was made: the last eight hex digits of its path. One that waits comes after them all. */
export function bornOf(path: string): number {
  return Number.parseInt(path.slice(-8), 16);
}

function mineOf(row: CommentRow, asker: Actor, now: Date): Mine {
  return {
    own: row.authorId === asker.id,
    helpful: row.rated ?? null,
    ...(row.ratingCountsAt ? { countsAt: row.ratingCountsAt.toISOString() } : {}),
    ...permissionsOn(row, asker, now),
  };
}
