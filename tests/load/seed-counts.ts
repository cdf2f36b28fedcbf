// What the site counts, by SQL: votes, ratings, reports and notices by the hundred thousand.
import type pg from 'pg';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';

/** Rows of one statement. */
const STEP = 100_000;

/** A reader of the many who vote, rate and report, by number. */
const READER = `('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`;

export class CountSeeder {
  readonly #sql: pg.Pool;

  constructor(sql: pg.Pool) {
    this.#sql = sql;
  }

  /** Readers number 1 to `count`, who joined long ago. */
  async readers(count: number): Promise<void> {
    await this.#fill(
      count,
      `INSERT INTO users (id, username, skeleton, password_hash, created_at)
       SELECT ${READER}, 'seeded-' || i, 'seeded' || i, 'nobody signs in with this', now() - interval '60 days'
       FROM generate_series($1::int, $2::int) i`,
    );
  }

  async votes(claimId: string, count: number): Promise<void> {
    await this.#fill(
      count,
      `INSERT INTO votes (claim_id, user_id, stance)
       SELECT $3::uuid, ${READER}, (CASE WHEN i % 2 = 0 THEN 'agree' ELSE 'disagree' END)::"Stance"
       FROM generate_series($1::int, $2::int) i`,
      [claimId],
    );
    await this.#sql.query('UPDATE claims SET agree = $2, disagree = $3 WHERE id = $1', [
      claimId,
      ...halves(count),
    ]);
  }

  async ratings(commentId: string, count: number): Promise<void> {
    await this.#fill(
      count,
      `INSERT INTO ratings (comment_id, user_id, helpful) SELECT $3::uuid, ${READER}, i % 2 = 0
       FROM generate_series($1::int, $2::int) i`,
      [commentId],
    );
    await this.#sql.query('UPDATE comments SET helpful = $2, not_helpful = $3 WHERE id = $1', [
      commentId,
      ...halves(count),
    ]);
  }

  /** Reports without weight, so that the comment isn't hidden. */
  async reports(commentId: string, count: number): Promise<void> {
    const { rows } = await this.#sql.query<{ id: string }>(
      `INSERT INTO cases (id, comment_id, author_id, verdict_id, weight, report_count, heat)
       SELECT gen_random_uuid(), id, author_id, verdict_id, 0, $2, $2 FROM comments WHERE id = $1 RETURNING id`,
      [commentId, count],
    );
    await this.#fill(
      count,
      `INSERT INTO reports (id, case_id, comment_id, version, body, reporter_id, reason, weight)
       SELECT gen_random_uuid(), $3::uuid, $4::uuid, 1, 'as reported', ${READER}, 'spam', 0
       FROM generate_series($1::int, $2::int) i`,
      [rows[0]!.id, commentId],
    );
  }

  /** Unread. */
  async notices(userId: string, count: number): Promise<void> {
    await this.#fill(
      count,
      `INSERT INTO notices (id, user_id, kind) SELECT uuidv7(), $3::uuid, 'reply' FROM generate_series($1::int, $2::int) i`,
      [userId],
    );
  }

  /** Visible top-level comments. */
  async comments(verdictId: string, authorId: string, count: number): Promise<void> {
    const { rows } = await this.#sql.query<{ seq: number }>(
      `UPDATE verdicts SET seq = seq + $2, comment_count = comment_count + $2 WHERE id = $1 RETURNING seq`,
      [verdictId, count],
    );
    await this.#fill(
      count,
      `INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq, created_at)
       SELECT uuidv7(), $3::uuid, $4::uuid, 0, lpad(to_hex($5::int + i), 8, '0'), 'Comment no. ' || i, '<p>Comment</p>', $6,
         $5::int + i, now() - interval '30 days' + i * interval '1 second'
       FROM generate_series($1::int, $2::int) i`,
      [verdictId, authorId, rows[0]!.seq - count, RENDERER],
    );
  }

  /** As autovacuum would have done. */
  async settle(): Promise<void> {
    await this.#sql.query('VACUUM ANALYZE');
    await this.#sql.query('CHECKPOINT');
  }

  async #fill(count: number, text: string, values: unknown[] = []): Promise<void> {
    const client = await this.#sql.connect();
    try {
      // Foreign keys aren't checked, which takes longer than the rows.
      await client.query('SET synchronous_commit = off; SET session_replication_role = replica');
      for (let from = 1; from <= count; from += STEP)
        await client.query(text, [from, Math.min(from + STEP - 1, count), ...values]);
    } finally {
      client.release(true);
    }
  }
}

const halves = (count: number) => [Math.floor(count / 2), Math.ceil(count / 2)];
