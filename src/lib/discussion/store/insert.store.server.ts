import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { Anchor } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { whyNotWrite, type VerdictState } from '#lib/verdicts/verdict-state.ts';
import { newId, type Written } from './change.store.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import type { Place } from '#lib/discussion/posting/placement.ts';

export interface NewComment {
  verdictId: string;
  authorId: string;
  place: Place;
  body: string;
  html: string;
  anchor: Anchor | null;
  nonce: string | null;
  now: Date;
}

export interface Inserted extends Written {
  id: string;
  /** As it stands now: nobody need read again what was just written. */
  row: CommentRow;
  /** Who got a notice of the reply. */
  told: string | null;
}

/** This author has sent this nonce before. */
export class DuplicateNonce extends Error {}

/** Why a comment can't be written: Refusal `parent-gone`, `thread-locked`, `verdict-not-found`, `verdict-retracted`, or its nonce. */
export type NotInserted = Refusal | DuplicateNonce;

/**
 * Inserts comments of one verdict, each as a change of its own, in one statement: the verdict's row is locked, and the
 * disk waited for, once for all of them. What can't be written takes no seq and doesn't keep the others back.
 * Answers in the order of `comments`.
 */
export async function insertComments(
  verdictId: string,
  comments: NewComment[],
  tx?: Tx,
): Promise<(Inserted | NotInserted)[]> {
  const sent = comments.map(toSent);
  const repeated = repeatedNonces(sent);
  const statement = Prisma.sql`
    WITH head AS (
      SELECT slug, seq, comment_count, tally_version, locked_at IS NOT NULL AS locked, state FROM verdicts
      WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE
    ), sent AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(sent.filter(({ at }) => !repeated.has(at)))}::jsonb) AS sent(
        at int, id uuid, author_id uuid, parent_id uuid, root_id uuid, answers_id uuid, depth int, body text, html text,
        anchor jsonb, nonce uuid, notice_id uuid, created_at timestamptz)
    ), parent AS (
      -- Joined with the head, so that the verdict's row is locked first, as everywhere.
      SELECT c.id, c.path, c.status, c.replies FROM head JOIN comments c ON c.verdict_id = ${verdictId}::uuid
      WHERE c.id IN (SELECT parent_id FROM sent) ORDER BY c.id FOR NO KEY UPDATE OF c
    ), known AS (
      -- LIMIT 1, here and below: a plan made while the thread was short reads all of it, and is kept while it grows.
      SELECT sent.at FROM sent CROSS JOIN LATERAL (
        SELECT 1 FROM comments c WHERE c.author_id = sent.author_id AND c.nonce = sent.nonce LIMIT 1
      ) before
    ), standing AS (
      SELECT sent.*, coalesce(parent.path, '') AS above, row_number() OVER (ORDER BY sent.at)::int AS n
      FROM sent CROSS JOIN head LEFT JOIN parent ON parent.id = sent.parent_id
      WHERE NOT head.locked AND head.state = 'published' AND sent.at NOT IN (SELECT at FROM known)
        AND (sent.parent_id IS NULL OR ${placeStands(Prisma.sql`sent.answers_id`)})
    ), moved AS (
      UPDATE verdicts v SET seq = v.seq + taken.n, comment_count = v.comment_count + taken.n
      FROM (SELECT count(*)::int AS n FROM standing) taken WHERE v.id = ${verdictId}::uuid AND taken.n > 0
    ), answered AS (
      UPDATE comments c SET replies = c.replies + below.n, seq = below.seq FROM (
        SELECT parent_id, count(*)::int AS n, max(head.seq + standing.n) AS seq FROM standing, head
        WHERE parent_id IS NOT NULL GROUP BY parent_id
      ) below WHERE c.id = below.parent_id
    ), made AS (
      INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, answers_id, depth, path, body, html,
        renderer, anchor, nonce, seq, created_at)
      SELECT s.id, ${verdictId}::uuid, author_id, parent_id, root_id, answers_id, depth,
        above || lpad(to_hex(head.seq + n), 8, '0'), body, html, ${RENDERER}::int, anchor, nonce, head.seq + n, created_at
      FROM standing s, head RETURNING id
    ), told AS (
      -- Part of the statement that makes the comment: there is no reply without its notice. Nobody is told of what
      -- they wrote themselves, nor of a thread they muted.
      INSERT INTO notices (id, user_id, kind, comment_id, created_at)
      SELECT s.notice_id, c.author_id, 'reply', s.id, s.created_at
      FROM standing s JOIN made ON made.id = s.id JOIN comments c ON c.id = coalesce(s.answers_id, s.parent_id)
      WHERE c.author_id <> s.author_id AND NOT EXISTS (
        SELECT 1 FROM thread_mutes WHERE user_id = c.author_id AND root_id = s.root_id)
      RETURNING user_id, comment_id
    )
    SELECT sent.at, head.locked, head.state::text AS state, sent.at IN (SELECT at FROM known) AS known, head.seq + standing.n AS seq,
      head.comment_count + standing.n AS total, told.user_id AS told, head.slug, head.tally_version AS counted,
      standing.above, author.username, author.role, answers.username AS "answersName"
    FROM head CROSS JOIN sent LEFT JOIN standing ON standing.at = sent.at LEFT JOIN told ON told.comment_id = sent.id
    CROSS JOIN LATERAL (SELECT username, role::text AS role FROM users WHERE id = sent.author_id LIMIT 1) author
    LEFT JOIN LATERAL (
      SELECT CASE WHEN c.status = 'visible' THEN u.username END AS username
      FROM comments c JOIN users u ON u.id = c.author_id WHERE c.id = sent.answers_id LIMIT 1
    ) answers ON true`;
  const outcomes = new Map((await rowsOf<Outcome>(statement, tx)).map((row) => [row.at, row]));
  return sent.map((comment) =>
    repeated.has(comment.at) ? new DuplicateNonce() : result(comment, outcomes.get(comment.at)),
  );
}

/**
 * Whether a reply may stand below `parent`: one that is answered itself must be visible; one that only lends its place
 * (`answers` names who is answered) may be a tombstone with replies.
 */
export function placeStands(answers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(parent.status = 'visible' OR (${answers} IS NOT NULL AND parent.replies > 0))`;
}

/** As the statement reads it. */
type Sent = ReturnType<typeof toSent>;

function toSent({ authorId, place, body, html, anchor, nonce, now }: NewComment, at: number) {
  return {
    at,
    id: newId(now),
    author_id: authorId,
    parent_id: place.parentId,
    root_id: place.rootId,
    answers_id: place.answersId,
    depth: place.depth,
    ...{ body, html, anchor, nonce },
    notice_id: newId(now),
    created_at: now,
  };
}

/** Those whose author sent the same nonce earlier in the same group. */
function repeatedNonces(sent: Sent[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const { at, author_id, nonce } of sent) {
    if (!nonce) continue;
    const key = `${author_id} ${nonce.toLowerCase()}`;
    if (seen.has(key)) repeated.add(at);
    seen.add(key);
  }
  return repeated;
}

interface Outcome extends Pick<CommentRow, 'slug' | 'counted' | 'username' | 'role' | 'answersName'> {
  at: number;
  locked: boolean;
  state: VerdictState;
  /** Its nonce was used before. */
  known: boolean;
  /** Null where it wasn't written. */
  seq: number | null;
  total: number | null;
  told: string | null;
  /** The path of its place. */
  above: string | null;
}

function result(sent: Sent, outcome: Outcome | undefined): Inserted | NotInserted {
  if (!outcome) return new Refusal('verdict-not-found');
  const { seq, total, told, known, locked, state } = outcome;
  const { id, parent_id: parentId } = sent;
  const touched = parentId ? [id, parentId] : [id];
  if (seq !== null) return { id, seq, total: total!, told, touched, row: rowOf(sent, { ...outcome, seq }) };
  if (known) return new DuplicateNonce();
  return new Refusal(whyNotWrite(state, null) ?? (locked ? 'thread-locked' : 'parent-gone'));
}

function rowOf(
  { id, author_id, parent_id, root_id, answers_id, created_at, depth, body, html, anchor, nonce }: Sent,
  { slug, username, role, answersName, above, counted, seq }: Outcome & { seq: number },
): CommentRow {
  return {
    ...{ id, slug, authorId: author_id, username, role },
    ...{ parentId: parent_id, rootId: root_id, answersId: answers_id, answersName },
    ...{ depth, path: above! + seq.toString(16).padStart(8, '0') },
    ...{ body, html, renderer: RENDERER, anchor, nonce: nonce?.toLowerCase() ?? null },
    ...{ status: 'visible', version: 1, seq, createdAt: created_at, editedAt: null },
    ...{ replies: 0, helpful: 0, notHelpful: 0, counted, score: 0, rated: null },
    ...{ locked: false, reports: 0, reportedAt: null, mayEditBack: false },
  };
}
