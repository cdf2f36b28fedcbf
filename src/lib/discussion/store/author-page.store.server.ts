import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { COUNTED } from '#lib/discussion/comment.ts';

export interface AuthoredRow {
  id: string;
  body: string;
  html: string;
  renderer: number;
  createdAt: Date;
  slug: string;
  title: string;
}

export const PAGE = 20;

/** An author's visible comments `c` on verdicts `v` that readers see. Each verdict is found by its key. */
const shown = (authorId: Prisma.Sql) => Prisma.sql`
  FROM comments c CROSS JOIN LATERAL (
    SELECT v.id, v.slug, v.title, v.state FROM verdicts v WHERE v.id = c.verdict_id ${ONE_ROW}
  ) v WHERE c.author_id = ${authorId} AND c.status = 'visible' AND v.state <> 'unpublished'`;

/** Newest first: ids are UUIDv7, so their order is the order in time. Has one row more than a page. */
export async function readByAuthor(authorId: string, before: string | null): Promise<AuthoredRow[]> {
  const earlier = before === null ? Prisma.empty : Prisma.sql`AND c.id < ${before}::uuid`;
  return rowsOf<AuthoredRow>(Prisma.sql`
    SELECT c.id, c.body, c.html, c.renderer, c.created_at AS "createdAt", v.slug, v.title
    ${shown(Prisma.sql`${authorId}::uuid`)} ${earlier} ORDER BY c.id DESC ${limitOf(PAGE + 1)}`);
}

/** At most `COUNTED`. */
export async function countByAuthor(authorId: string): Promise<number> {
  const [counted] = await rowsOf<{ count: number }>(Prisma.sql`
    SELECT count(*)::int AS count FROM (SELECT 1 ${shown(Prisma.sql`${authorId}::uuid`)} ${limitOf(COUNTED)}) c`);
  return counted!.count;
}

export interface CountsRow {
  comments: number;
  helpful: number;
  verdicts: number;
}

/** Of the newest `COUNTED` visible comments: what is older isn't counted. */
const counts = (authorId: Prisma.Sql) => Prisma.sql`
  SELECT count(*)::int AS comments, coalesce(sum(newest.helpful), 0)::int AS helpful,
    count(DISTINCT newest.verdict)::int AS verdicts
  FROM (SELECT c.helpful, v.id AS verdict ${shown(authorId)} ORDER BY c.id DESC ${limitOf(COUNTED)}) newest`;

export async function readAuthorCounts(authorId: string): Promise<CountsRow> {
  const [counted] = await rowsOf<CountsRow>(counts(Prisma.sql`${authorId}::uuid`));
  return counted!;
}

/** All that the first page of an author's comments shows, as one text. Null: no such account, or one being erased. */
export async function readAuthorState(skeleton: string): Promise<string | null> {
  const [found] = await rowsOf<{ state: string }>(Prisma.sql`
    SELECT concat_ws('.', u.username, u.role, u.email_confirmed_at IS NOT NULL, counted.comments, counted.helpful,
      counted.verdicts, counted.removed, md5(newest.comments), md5(u.bio), restricted.scopes) AS state
    FROM users u
    CROSS JOIN LATERAL (
      SELECT visible.*, (SELECT count(*) FROM (
          SELECT 1 FROM comments c WHERE c.author_id = u.id AND c.status = 'removed' ${limitOf(COUNTED)}
        ) c) AS removed
      FROM (${counts(Prisma.sql`u.id`)}) visible
    ) counted
    CROSS JOIN LATERAL (
      SELECT string_agg(r.scope::text, '+' ORDER BY r.scope) AS scopes FROM restrictions r
      WHERE r.user_id = u.id AND r.lifted_at IS NULL AND (r.until IS NULL OR r.until > now())
    ) restricted
    CROSS JOIN LATERAL (
      SELECT json_agg(each)::text AS comments FROM (
        SELECT c.id, c.version, v.slug, v.title, v.state ${shown(Prisma.sql`u.id`)} ORDER BY c.id DESC ${limitOf(PAGE + 1)}
      ) each
    ) newest
    WHERE u.skeleton = ${skeleton} AND u.erase_at IS NULL`);
  return found?.state ?? null;
}
