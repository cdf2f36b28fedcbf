import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';

// The application refuses all of this first, in words. Here it is asked of the database itself, in SQL.
const client = new pg.Client({ connectionString: await freshDatabase() });
const [ada, verdict] = [randomUUID(), randomUUID()];

beforeAll(() => client.connect());
afterAll(() => client.end());

beforeEach(async () => {
  await client.query('TRUNCATE users, verdicts CASCADE');
  await client.query(
    `INSERT INTO users (id, username, skeleton, password_hash) VALUES ($1, 'ada', 'ada', '-')`,
    [ada],
  );
  await client.query(
    `INSERT INTO verdicts (id, slug, title, content, content_hash, import_hash, listed_at)
     VALUES ($1, 'a-verdict', 'A verdict', '{}', '-', '-', now())`,
    [verdict],
  );
});

interface Row {
  id?: string;
  parent?: string | null;
  root?: string | null;
  depth?: number;
  path?: string;
  body?: string;
}

async function comment(row: Row = {}): Promise<string> {
  const {
    id = randomUUID(),
    parent = null,
    root = null,
    depth = 0,
    path = '00000001',
    body = 'Hear, hear.',
  } = row;
  await client.query(
    `INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, depth, path, body, html, renderer, seq)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 1, 1)`,
    [id, verdict, ada, parent, root, depth, path, body],
  );
  return id;
}

describe('the database refuses', () => {
  it.each([
    ['a name with a space', `UPDATE users SET username = 'a da'`, 'users_username_check'],
    ['a name of two letters', `UPDATE users SET username = 'ad'`, 'users_username_check'],
    [
      'two names that look the same',
      `INSERT INTO users (id, username, skeleton, password_hash) VALUES (gen_random_uuid(), 'Ada', 'ada', '-')`,
      'users_skeleton_key',
    ],
    [
      'a secret where its hash belongs',
      `INSERT INTO sessions (id, user_id, expires_at) SELECT repeat('x', 40), id, now() FROM users`,
      'sessions_id_check',
    ],
    ['a count below zero', `UPDATE verdicts SET comment_count = -1`, 'verdicts_counters_check'],
    ['a slug of two segments', `UPDATE verdicts SET slug = 'a/b'`, 'verdicts_slug_check'],
    [
      'feedback without a word',
      `INSERT INTO feedback (id, kind, message) VALUES (gen_random_uuid(), 'idea', '')`,
      'feedback_length_check',
    ],
  ])('%s', async (_what, sql, constraint) => {
    await expect(client.query(sql)).rejects.toMatchObject({ constraint });
  });

  it.each([
    ['an empty comment', { body: '' }, 'comments_body_check'],
    ['a comment longer than 10,000 characters', { body: 'x'.repeat(10_001) }, 'comments_body_check'],
    ['a reply without a parent', { depth: 1, path: '0000000100000002' }, 'comments_top_level_check'],
    ['a path that does not fit its depth', { path: '0000000100000002' }, 'comments_path_check'],
  ])('%s', async (_what, row, constraint) => {
    await expect(comment(row)).rejects.toMatchObject({ constraint });
  });

  it('two comments in one place', async () => {
    await comment();
    await expect(comment()).rejects.toMatchObject({ constraint: 'comments_verdict_id_path_key' });
  });

  it('to delete a comment that has replies', async () => {
    const top = await comment();
    await comment({ parent: top, root: top, depth: 1, path: '0000000100000002' });
    await expect(client.query('DELETE FROM comments WHERE id = $1', [top])).rejects.toMatchObject({
      constraint: 'comments_top_level_check',
    });
  });
});

describe('the database allows', () => {
  it('to delete a verdict with its whole thread', async () => {
    const top = await comment();
    await comment({ parent: top, root: top, depth: 1, path: '0000000100000002' });
    await client.query('DELETE FROM verdicts');
    expect((await client.query('SELECT 1 FROM comments')).rowCount).toBe(0);
  });

  it('a comment of 10,000 characters outside the basic plane', async () => {
    await comment({ body: '𝔄'.repeat(10_000) });
  });
});

it('sorts paths by bytes, independent of the database’s collation', async () => {
  const { rows } = await client.query<{ collation: string }>(
    `SELECT collation_name AS collation FROM information_schema.columns WHERE table_name = 'comments' AND column_name = 'path'`,
  );
  expect(rows[0]?.collation).toBe('C');
});
