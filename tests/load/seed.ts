// Inserts users and threads by SQL, because a million comments over HTTP take too long.
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';

/** Signed-in readers. @returns their session cookies */
export async function seedReaders(sql: pg.Pool, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `bench-${i}`);
  const secrets = names.map(() => newSecret());
  await sql.query(
    `WITH made AS (
       INSERT INTO users (id, username, skeleton, password_hash)
       SELECT uuidv7(), name, skeleton, 'nobody signs in with this' FROM unnest($1::text[], $2::text[]) AS n(name, skeleton)
       RETURNING id, username
     )
     INSERT INTO sessions (id, user_id, expires_at)
     SELECT hash, made.id, now() + interval '20 days'
     FROM unnest($1::text[], $3::text[]) AS s(name, hash) JOIN made ON made.username = s.name`,
    [names, names.map(skeletonOf), secrets.map(hashOf)],
  );
  return secrets.map((secret) => `session=${secret}`);
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** In Lucia's format: 40 letters of base32. */
function newSecret(): string {
  const bytes = Buffer.from(randomUUID() + randomUUID()).subarray(0, 40);
  return [...bytes].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('');
}

/**
 * Grows a thread from `from` to `to` comments (multiples of four). Every second is top-level and has one reply, so that a
 * page shows a hundred comments. With `crowd` every second reply is to the thread's first comment instead.
 */
export async function seedThread(
  sql: pg.Pool,
  verdictId: string,
  { from, to, crowd = false }: { from: number; to: number; crowd?: boolean },
): Promise<void> {
  if (to <= from) return;
  const client = await sql.connect();
  try {
    await client.query('SET synchronous_commit = off');
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM users ORDER BY username LIMIT 100`);
    const step = 20_000;
    for (let at = from; at < to; at += step)
      await client.query(SEED, [
        verdictId,
        at + 1,
        Math.min(at + step, to),
        rows.map(({ id }) => id),
        RENDERER,
        crowd,
      ]);
    await client.query(COUNT_REPLIES, [verdictId]);
    await client.query(`UPDATE verdicts SET seq = $2, comment_count = $2 WHERE id = $1`, [verdictId, to]);
    // As autovacuum would have done in a thread of this length.
    await client.query('VACUUM ANALYZE comments');
    await client.query('CHECKPOINT');
  } finally {
    await client.query('RESET synchronous_commit');
    client.release();
  }
}

/** Gives the reader of a session votes on all claims and ratings of the newest `ratings` comments by others. */
export async function seedStances(sql: pg.Pool, cookie: string, ratings: number): Promise<void> {
  const { rows } = await sql.query<{ id: string }>('SELECT user_id AS id FROM sessions WHERE id = $1', [
    hashOf(cookie.replace('session=', '')),
  ]);
  const { id } = rows[0]!;
  await sql.query(
    `WITH cast_votes AS (
       INSERT INTO votes (claim_id, user_id, stance) SELECT id, $1, 'agree' FROM claims ON CONFLICT DO NOTHING RETURNING claim_id
     )
     UPDATE claims SET agree = agree + 1 FROM cast_votes WHERE claims.id = cast_votes.claim_id`,
    [id],
  );
  await sql.query(
    `WITH rated AS (
       INSERT INTO ratings (comment_id, user_id, helpful)
       SELECT id, $1, true FROM comments WHERE author_id <> $1 ORDER BY seq DESC LIMIT $2
       ON CONFLICT DO NOTHING RETURNING comment_id
     )
     UPDATE comments SET helpful = helpful + 1 FROM rated WHERE comments.id = rated.comment_id`,
    [id, ratings],
  );
}

/** A comment's id is derived from its seq, so a parent's id is known without a query. */
const idOf = (seq: string) =>
  `(lpad(to_hex(${seq}), 8, '0') || '-0000-7000-8000-' || right($1::text, 12))::uuid`;

const SEED = `
  INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, depth, path, body, html, renderer, seq, score, created_at)
  SELECT ${idOf('i')}, $1::uuid, ($4::uuid[])[1 + i % array_length($4::uuid[], 1)],
    CASE WHEN root <> i THEN ${idOf('root')} END, CASE WHEN root <> i THEN ${idOf('root')} END,
    CASE WHEN root <> i THEN 1 ELSE 0 END,
    CASE WHEN root <> i THEN lpad(to_hex(root), 8, '0') ELSE '' END || lpad(to_hex(i), 8, '0'),
    text, '<p>' || text || '</p>', $5::int, i, (i::bigint * 7919 % 1000) / 1000.0, now() - interval '30 days' + i * interval '1 second'
  FROM generate_series($2::int, $3::int) AS i,
    LATERAL (SELECT CASE WHEN i % 2 = 1 THEN i WHEN i % 4 = 0 AND $6 THEN 1 ELSE i - 1 END AS root) AS place,
    LATERAL (SELECT 'No. ' || i || ' of a long thread. ' || repeat('It says what a comment says, about as long as one is. ', 3) AS text) AS said`;

const COUNT_REPLIES = `
  UPDATE comments SET replies = counted.replies FROM (
    SELECT parent_id, count(*)::int AS replies FROM comments
    WHERE verdict_id = $1 AND parent_id IS NOT NULL GROUP BY parent_id
  ) counted WHERE comments.id = counted.parent_id AND comments.replies <> counted.replies`;
