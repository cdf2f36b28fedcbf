import type { Actor, Role } from '#lib/actor.ts';
import type { ChallengeView, CommentStatus, CommentView, Mine } from '#lib/live/events.ts';
import type { StoredAnchor } from '#lib/passages/anchor.ts';
import { mayRead } from '#lib/discussion/comment.ts';
import { permissionsOn } from '#lib/discussion/rules.ts';

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
  /** Null without a target, if the target isn't visible, and if its author's account was erased. */
  answersName: string | null;
  depth: number;
  path: string;
  body: string;
  html: string;
  renderer: number;
  anchor: StoredAnchor | null;
  status: CommentStatus;
  nonce: string | null;
  version: number;
  seq: number;
  replies: number;
  helpful: number;
  notHelpful: number;
  counted: number;
  commonGround: boolean;
  /** Readers whose mind it changed. */
  credits: number;
  createdAt: Date;
  editedAt: Date | null;
  /** The actor's own rating, and until when it is held. Left out if the actor isn't known. */
  rated?: boolean | null;
  ratingCountsAt?: Date | null;
  locked: boolean;
  reports: number;
  reportedAt: Date | null;
  /** Hidden by reports, and its author may restore it by an edit. */
  mayEditBack: boolean;
  challenge: StoredChallenge | null;
  authorReply: boolean;
}

interface StoredChallenge {
  source: string;
  state: ChallengeView['state'];
  note: string | null;
  version: number | null;
}

const NAMELESS: ReadonlySet<CommentStatus> = new Set(['withdrawn', 'removed']);

/** What this actor may see of a comment. Fields are listed one by one, so that a new column doesn't leak. */
export function commentView(row: CommentRow, actor: Actor | null, now: Date): CommentView {
  const readable = mayRead(row, actor);
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
    ...(row.commonGround && readable ? { commonGround: true as const } : {}),
    ...(row.credits > 0 && readable ? { changedMinds: row.credits } : {}),
    ...(row.locked ? { locked: true as const } : {}),
    ...(row.reportedAt ? { heat: { reports: row.reports, since: row.reportedAt.toISOString() } } : {}),
    ...(readable && row.authorReply ? { authorReply: true as const } : {}),
    ...(readable && row.challenge ? { challenge: challengeView(row.challenge) } : {}),
    ...(actor ? { mine: mineOf(row, actor, now) } : {}),
    ...(row.nonce ? { nonce: row.nonce } : {}),
  };
}

function challengeView({ source, state, note, version }: StoredChallenge): ChallengeView {
  return {
    ...{ source, host: new URL(source).hostname, state },
    ...(note === null ? {} : { note }),
    ...(version === null ? {} : { version }),
  };
}

/** The seq at which the comment was created: the last eight hex digits of its path. Pending ones sort last. */
function bornOf(path: string): number {
  return Number.parseInt(path.slice(-8), 16);
}

function mineOf(row: CommentRow, actor: Actor, now: Date): Mine {
  return {
    own: row.authorId === actor.id,
    helpful: row.rated ?? null,
    ...(row.ratingCountsAt ? { countsAt: row.ratingCountsAt.toISOString() } : {}),
    ...permissionsOn(row, actor, now),
  };
}
