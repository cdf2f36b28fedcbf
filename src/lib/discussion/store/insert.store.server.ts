import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { StoredAnchor } from '#lib/passages/anchor.ts';
import { Refusal } from '#lib/refusal.ts';
import { addressedBy, followTargets, isFollowed, newNoticeId } from '#lib/notices/create-notices.server.ts';
import { whyNotWrite, type VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import type { Place } from '#lib/discussion/posting/placement.ts';
import { readRows } from './comment.store.server.ts';
import { newId } from './new-id.server.ts';
import type { CommittedChange } from './thread-change.store.server.ts';
import { addReplies, advanceVerdict, lockVerdict } from './thread-seq.store.server.ts';

export interface NewComment {
  verdictId: string;
  authorId: string;
  place: Place;
  body: string;
  html: string;
  anchor: StoredAnchor | null;
  nonce: string | null;
  /** Ids of the people whom it mentions. */
  mentions: string[];
  now: Date;
}

export interface Inserted {
  row: CommentRow;
  change: CommittedChange;
  notified: string[];
  /** Its followers are to be notified. */
  followed: boolean;
}

export class DuplicateNonce extends Error {}

/** Why a comment can't be written: Refusal `parent-gone`, `thread-locked`, `verdict-not-found`, `verdict-retracted`, or its nonce. */
export type NotInserted = Refusal | DuplicateNonce;

export async function insertComments(
  verdictId: string,
  comments: NewComment[],
): Promise<(Inserted | NotInserted)[]> {
  const results = await insert(verdictId, comments);
  await addParents(verdictId, results.filter(isInserted)).catch((cause: unknown) => {
    // The caller repeats a group whose statement failed. This one is committed, so the error must not look like that.
    throw new Error('Comments were written, but could not be published', { cause });
  });
  return results;
}

/** Inserts one comment, with what `alongside` writes in the same transaction. @throws NotInserted */
export async function insertCommentWith(
  comment: NewComment,
  alongside: (tx: Tx, id: string) => Promise<void>,
): Promise<Inserted> {
  return db().$transaction(async (tx) => {
    const [result] = await insert(comment.verdictId, [comment], tx);
    if (!isInserted(result!)) throw result;
    const { id, parentId } = result.row;
    await alongside(tx, id);
    const rows = await readRows(comment.verdictId, parentId ? [id, parentId] : [id], tx);
    const row = rows.find((each) => each.id === id)!;
    return { ...result, row, change: { ...result.change, rows } };
  });
}

export const isInserted = (result: Inserted | NotInserted): result is Inserted => !(result instanceof Error);

/** Adds each parent to the last change that counted a reply to it. */
async function addParents(verdictId: string, inserted: Inserted[]): Promise<void> {
  const last = new Map(
    inserted.flatMap(({ row, change }) => (row.parentId ? [[row.parentId, change] as const] : [])),
  );
  for (const row of await readRows(verdictId, [...last.keys()])) last.get(row.id)!.rows.push(row);
}

/**
 * One statement for all: the verdict's row is locked, and the disk waited for, once. A comment that can't be written
 * takes no seq and doesn't affect the others.
 */
async function insert(
  verdictId: string,
  comments: NewComment[],
  tx?: Tx,
): Promise<(Inserted | NotInserted)[]> {
  const inputs = comments.map(toInput);
  const repeated = repeatedNonces(inputs);
  const unique = JSON.stringify(inputs.filter(({ at }) => !repeated.has(at)));
  const rows = await rowsOf<InsertRow>(insertStatement(verdictId, unique), tx);
  const byPlace = new Map(rows.map((row) => [row.at, row]));
  return inputs.map((input) =>
    repeated.has(input.at) ? new DuplicateNonce() : resultOf(input, byPlace.get(input.at)),
  );
}

function insertStatement(verdictId: string, inputs: string): Prisma.Sql {
  const made = Prisma.sql`SELECT count(*)::int AS changes, count(*)::int AS comments FROM accepted`;
  const replies = Prisma.sql`
    SELECT parent_id, count(*)::int AS n, max(head.seq + accepted.n) AS seq FROM accepted, head
    WHERE parent_id IS NOT NULL GROUP BY parent_id`;
  return Prisma.sql`
    WITH head AS (${lockVerdict(verdictId)}
    ), input AS (
      SELECT * FROM jsonb_to_recordset(${inputs}::jsonb) AS input(
        at int, id uuid, author_id uuid, parent_id uuid, root_id uuid, answers_id uuid, depth int, body text, html text,
        anchor jsonb, nonce uuid, mentions uuid[], created_at timestamptz)
    ), parent AS (
      -- Joined with the head, so that the verdict's row is locked first.
      SELECT c.id, c.path, c.status, c.replies FROM head JOIN comments c ON c.verdict_id = ${verdictId}::uuid
      WHERE c.id IN (SELECT parent_id FROM input) ORDER BY c.id FOR NO KEY UPDATE OF c
    ), known AS (
      SELECT input.at FROM input CROSS JOIN LATERAL (
        SELECT 1 FROM comments c WHERE c.author_id = input.author_id AND c.nonce = input.nonce ${ONE_ROW}
      ) before
    ), accepted AS (
      SELECT input.*, coalesce(parent.path, '') AS above, row_number() OVER (ORDER BY input.at)::int AS n
      FROM input CROSS JOIN head LEFT JOIN parent ON parent.id = input.parent_id
      WHERE head."lockedAt" IS NULL AND head.state = 'published' AND input.at NOT IN (SELECT at FROM known)
        AND (input.parent_id IS NULL OR ${takesReplies(Prisma.sql`input.answers_id`)})
    ), advanced AS (${advanceVerdict(verdictId, made)}
    ), counted AS (${addReplies(replies)}
    ), inserted AS (
      INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, answers_id, depth, path, body, html,
        renderer, anchor, nonce, seq, created_at)
      SELECT a.id, ${verdictId}::uuid, author_id, parent_id, root_id, answers_id, depth,
        above || lpad(to_hex(head.seq + n), 8, '0'), body, html, ${RENDERER}::int, anchor, nonce, head.seq + n, created_at
      FROM accepted a, head RETURNING id
    ), mentioned AS (
      INSERT INTO mentions (comment_id, user_id)
      SELECT a.id, m.id FROM accepted a JOIN inserted ON inserted.id = a.id CROSS JOIN LATERAL unnest(a.mentions) AS m(id)
    ), placed AS MATERIALIZED (
      SELECT a.id, a.author_id, coalesce(a.answers_id, a.parent_id) AS replied_to, a.mentions, a.created_at,
        ${targetsIn(verdictId)} AS targets
      FROM accepted a JOIN inserted ON inserted.id = a.id
    ), notified AS (
      -- In this statement, so that there is no reply without its notice.
      INSERT INTO notices (id, user_id, kind, comment_id, subject_id, created_at)
      SELECT ${newNoticeId(Prisma.sql`created_at`)}, user_id, kind, comment_id, subject_id, created_at
      FROM (${addressedBy(Prisma.sql`placed`)}) addressed RETURNING user_id, comment_id
    ), followed AS (
      INSERT INTO notice_fanouts (comment_id)
      SELECT a.id FROM placed a WHERE ${isFollowed(Prisma.sql`a.targets`)} RETURNING comment_id
    )
    SELECT input.at, head."lockedAt" IS NOT NULL AS locked, head.state, input.at IN (SELECT at FROM known) AS known,
      head.seq + accepted.n AS seq, head.total + accepted.n AS total, head.slug,
      (SELECT coalesce(json_agg(user_id), '[]') FROM notified WHERE comment_id = input.id) AS notified,
      input.id IN (SELECT comment_id FROM followed) AS followed,
      head.counted, accepted.above, author.username, author.role, answers.username AS "answersName"
    FROM head CROSS JOIN input LEFT JOIN accepted ON accepted.at = input.at
    CROSS JOIN LATERAL (
      SELECT username, role::text AS role FROM users WHERE id = input.author_id ${ONE_ROW}
    ) author
    LEFT JOIN LATERAL (
      SELECT CASE WHEN c.status = 'visible' THEN u.username END AS username
      FROM comments c JOIN users u ON u.id = c.author_id WHERE c.id = input.answers_id ${ONE_ROW}
    ) answers ON true`;
}

const targetsIn = (verdictId: string) =>
  followTargets({
    verdictId: Prisma.sql`${verdictId}::uuid`,
    authorId: Prisma.sql`a.author_id`,
    answersId: Prisma.sql`a.answers_id`,
    above: Prisma.sql`a.above`,
  });

/**
 * Whether `parent` takes a reply. It must be visible if the reply answers it, and may be a tombstone with replies if the
 * reply is only displayed below it (`answers` is the comment that it answers).
 */
export function takesReplies(answers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(parent.status = 'visible' OR (${answers} IS NOT NULL AND parent.replies > 0))`;
}

/** As the statement reads it. `at` is its place in the group. */
type InsertInput = ReturnType<typeof toInput>;

function toInput({ authorId, place, body, html, anchor, nonce, mentions, now }: NewComment, at: number) {
  return {
    at,
    id: newId(now),
    author_id: authorId,
    parent_id: place.parentId,
    root_id: place.rootId,
    answers_id: place.answersId,
    depth: place.depth,
    body,
    html,
    anchor,
    nonce,
    mentions,
    created_at: now,
  };
}

function repeatedNonces(inputs: InsertInput[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const { at, author_id, nonce } of inputs) {
    if (!nonce) continue;
    const key = `${author_id} ${nonce.toLowerCase()}`;
    if (seen.has(key)) repeated.add(at);
    seen.add(key);
  }
  return repeated;
}

interface InsertRow extends Pick<CommentRow, 'slug' | 'counted' | 'username' | 'role' | 'answersName'> {
  at: number;
  locked: boolean;
  state: VerdictState;
  known: boolean;
  seq: number | null;
  total: number | null;
  notified: string[];
  followed: boolean;
  above: string | null;
}

function resultOf(input: InsertInput, found: InsertRow | undefined): Inserted | NotInserted {
  if (!found) return new Refusal('verdict-not-found');
  const { seq, total, notified, followed, known, locked, state } = found;
  if (seq !== null) {
    const row = rowOf(input, { ...found, seq });
    return { row, change: { seq, total: total!, rows: [row] }, notified, followed };
  }
  if (known) return new DuplicateNonce();
  return new Refusal(whyNotWrite(state, null) ?? (locked ? 'thread-locked' : 'parent-gone'));
}

/** The comment as `readRows` would read it: its author needs no second query. */
function rowOf(
  {
    id,
    author_id,
    parent_id,
    root_id,
    answers_id,
    created_at,
    depth,
    body,
    html,
    anchor,
    nonce,
  }: InsertInput,
  { slug, username, role, answersName, above, counted, seq }: InsertRow & { seq: number },
): CommentRow {
  return {
    ...{ id, slug, authorId: author_id, username, role },
    ...{ parentId: parent_id, rootId: root_id, answersId: answers_id, answersName },
    ...{ depth, path: above! + seq.toString(16).padStart(8, '0') },
    ...{ body, html, renderer: RENDERER, anchor, nonce: nonce?.toLowerCase() ?? null },
    ...{ status: 'visible', version: 1, seq, createdAt: created_at, editedAt: null },
    ...{ replies: 0, helpful: 0, notHelpful: 0, counted, commonGround: false, credits: 0, rated: null },
    ...{
      locked: false,
      reports: 0,
      reportedAt: null,
      mayEditBack: false,
      challenge: null,
      authorReply: false,
    },
  };
}
