import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { Anchor, CommentStatus } from '#lib/live/events.ts';
import { MAX_DRAFTS } from './stored-draft.ts';

export interface NewDraft {
  userId: string;
  key: string;
  verdictId: string;
  commentId: string | null;
  body: string;
  version: number | null;
  anchor: Anchor | null;
  updatedAt: Date;
  device: string;
  writer: string | null;
}

export interface DraftRow extends Omit<NewDraft, 'userId' | 'verdictId'> {
  slug: string;
  title: string;
  verdictState: string;
  /** Of the comment that it answers or edits. */
  status: CommentStatus | null;
  currentVersion: number | null;
  author: string | null;
}

/** An account's drafts, or the one with this key, the latest first. */
export async function readDrafts(userId: string, key: string | null): Promise<DraftRow[]> {
  const only = key === null ? Prisma.empty : Prisma.sql`AND d.key = ${key}`;
  return rowsOf<DraftRow>(Prisma.sql`
    SELECT d.key, d.comment_id AS "commentId", d.body, d.version, d.anchor, d.updated_at AS "updatedAt", d.device, d.writer,
      v.slug, v.title, v.state::text AS "verdictState", c.status::text AS status, c.version AS "currentVersion",
      CASE WHEN c.status = 'visible' AND v.state <> 'unpublished' THEN u.username END AS author
    FROM comment_drafts d JOIN verdicts v ON v.id = d.verdict_id
    LEFT JOIN comments c ON c.id = d.comment_id LEFT JOIN users u ON u.id = c.author_id
    WHERE d.user_id = ${userId}::uuid ${only} ORDER BY d.updated_at DESC, d.key ${limitOf(MAX_DRAFTS)}`);
}

/** `seen`: replaces the draft only if it is this one, or older than this one. @returns false: it isn't, or there is none */
export async function replaceDraft(
  { userId, key, ...draft }: NewDraft,
  seen: { at: Date } | { before: Date },
): Promise<boolean> {
  const updatedAt = 'at' in seen ? seen.at : { lte: seen.before };
  const { count } = await db().commentDraft.updateMany({
    where: { userId, key, updatedAt },
    data: withJson(draft),
  });
  return count > 0;
}

/** Prisma's JSON type needs an index signature, which an interface lacks. */
function withJson<D extends Pick<NewDraft, 'anchor'>>(draft: D) {
  const { anchor } = draft;
  return { ...draft, anchor: anchor ? (anchor as unknown as Prisma.InputJsonObject) : Prisma.DbNull };
}

/** @returns false: there is one */
export async function insertDraft(draft: NewDraft): Promise<boolean> {
  const { count } = await db().commentDraft.createMany({ data: [withJson(draft)], skipDuplicates: true });
  return count > 0;
}

export async function countDrafts(userId: string): Promise<number> {
  return db().commentDraft.count({ where: { userId } });
}

export async function deleteDraft(userId: string, key: string, updatedAt?: Date): Promise<void> {
  await db().commentDraft.deleteMany({ where: { userId, key, ...(updatedAt && { updatedAt }) } });
}

export async function deleteDraftsBefore(time: Date): Promise<void> {
  await db().commentDraft.deleteMany({ where: { updatedAt: { lt: time } } });
}
