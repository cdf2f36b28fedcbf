import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ChallengeOutcome, ChallengeState } from './challenge.ts';

/** False if the comment has one already. */
export async function insertChallenge(
  challenge: { commentId: string; source: string; createdAt: Date },
  tx: Tx,
): Promise<boolean> {
  return (await tx.challenge.createMany({ data: [challenge], skipDuplicates: true })).count === 1;
}

export interface DeskRow {
  commentId: string;
  authorId: string;
  username: string | null;
  body: string;
  anchor: unknown;
  verdictId: string;
  slug: string;
  title: string;
  currentVersion: number;
  retracted: boolean;
  source: string;
  state: ChallengeState;
  note: string | null;
  verdictVersion: number | null;
  version: number;
  createdAt: Date;
  decidedAt: Date | null;
  /** Of the verdict, written after the challenge, newest first. */
  versions: { version: number; note: string | null; at: string }[];
}

/**
 * Readers on both sides find the comment `c` helpful, and everyone can read it, as they can below a retracted verdict.
 * Decided ones stay for a correction.
 */
const ON_DESK = Prisma.sql`(c.status = 'visible' AND v.state <> 'unpublished' AND (c.ground_badge OR h.state <> 'open'))`;

const DESK = Prisma.sql`
  SELECT h.comment_id AS "commentId", c.author_id AS "authorId", u.username, c.body, c.anchor, c.verdict_id AS "verdictId",
    v.slug, v.title, v.version AS "currentVersion", v.state = 'retracted' AS retracted, h.source, h.state::text AS state, h.note,
    h.verdict_version AS "verdictVersion", h.version, h.created_at AS "createdAt", h.decided_at AS "decidedAt",
    (SELECT coalesce(json_agg(json_build_object('version', w.version, 'note', w.note, 'at', w.created_at)
      ORDER BY w.version DESC), '[]') FROM verdict_versions w
      WHERE w.verdict_id = v.id AND w.created_at > h.created_at) AS versions
  FROM challenges h JOIN comments c ON c.id = h.comment_id JOIN verdicts v ON v.id = c.verdict_id
  JOIN users u ON u.id = c.author_id`;

/** Open ones, the oldest first, then decided ones, the latest first. */
export async function readDesk(most: number): Promise<DeskRow[]> {
  return rowsOf<DeskRow>(Prisma.sql`
    ${DESK} WHERE ${ON_DESK} ORDER BY h.decided_at DESC NULLS FIRST, h.created_at LIMIT ${most}`);
}

export async function readOnDesk(commentId: string, tx: Tx): Promise<DeskRow | null> {
  const [row] = await rowsOf<DeskRow>(
    Prisma.sql`${DESK} WHERE h.comment_id = ${commentId}::uuid AND ${ON_DESK}`,
    tx,
  );
  return row ?? null;
}

export async function countOpen(): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(Prisma.sql`
    SELECT count(*)::int AS count FROM challenges h JOIN comments c ON c.id = h.comment_id
    JOIN verdicts v ON v.id = c.verdict_id WHERE h.state = 'open' AND ${ON_DESK}`);
  return row!.count;
}

/** Takes the challenges that have reached the desk and that admins had no notice of. None is returned a second time. */
export async function takeUnnoticed(now: Date, tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ commentId: string }[]>`
    UPDATE challenges h SET noticed_at = ${now} FROM comments c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.id = h.comment_id AND h.state = 'open' AND h.noticed_at IS NULL AND ${ON_DESK}
    RETURNING h.comment_id AS "commentId"`;
  return rows.map(({ commentId }) => commentId);
}

export interface Decided {
  commentId: string;
  /** The one that the admin has seen. */
  version: number;
  state: ChallengeState;
  note: string | null;
  verdictVersion: number | null;
  decidedById: string;
  now: Date;
}

/** False if another admin decided in the meantime. */
export async function setOutcome(
  { commentId, version, state, note, verdictVersion, decidedById, now }: Decided,
  tx: Tx,
): Promise<boolean> {
  const decided = state === 'open' ? { decidedById: null, decidedAt: null } : { decidedById, decidedAt: now };
  const { count } = await tx.challenge.updateMany({
    where: { commentId, version },
    data: { state, note, verdictVersion, ...decided, noticedAt: now, version: { increment: 1 } },
  });
  return count === 1;
}

/** Whether this version of the verdict was written after the challenge. */
export async function isVersionAfter(
  verdictId: string,
  { version, after }: { version: number; after: Date },
  tx: Tx,
): Promise<boolean> {
  const where = { verdictId, version, createdAt: { gt: after } };
  return (await tx.verdictVersion.count({ where })) === 1;
}

/** An outcome replaces the notice of the one before. */
export async function deleteOutcomeNotices(commentId: string, tx: Tx): Promise<void> {
  await tx.notice.deleteMany({ where: { commentId, kind: 'challenge_outcome' } });
}

export interface OutcomeRow {
  commentId: string;
  source: string;
  state: ChallengeOutcome;
  note: string;
  verdictVersion: number | null;
  anchor: unknown;
  username: string | null;
  decidedAt: Date;
}

/** Decided challenges of a verdict whose comments everyone can read, the latest first. */
export async function readOutcomes(slug: string, most: number): Promise<OutcomeRow[]> {
  return rowsOf<OutcomeRow>(Prisma.sql`
    SELECT h.comment_id AS "commentId", h.source, h.state::text AS state, h.note, h.verdict_version AS "verdictVersion",
      c.anchor, u.username, h.decided_at AS "decidedAt"
    FROM verdicts v JOIN comments c ON c.verdict_id = v.id JOIN challenges h ON h.comment_id = c.id
    JOIN users u ON u.id = c.author_id
    WHERE v.slug = ${slug} AND h.state <> 'open' AND c.status = 'visible'
    ORDER BY h.decided_at DESC, h.comment_id LIMIT ${most}`);
}
