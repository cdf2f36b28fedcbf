// Comments with words as frequent as in a language: the k-th most frequent is k times rarer than the first.
import type pg from 'pg';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';

const COMMON = [
  'people',
  'model',
  'labor',
  'market',
  'argue',
  'paper',
  'machine',
  'economy',
  'evidence',
  'worker',
];
const BEGINNINGS = [
  'ba',
  'co',
  'di',
  'fu',
  'ge',
  'ho',
  'ji',
  'ka',
  'lo',
  'mu',
  'ne',
  'pi',
  'ra',
  'so',
  'ti',
  'va',
];
const ENDINGS = [
  'ton',
  'mar',
  'dol',
  'rin',
  'sak',
  'vel',
  'nop',
  'gus',
  'lir',
  'bem',
  'kat',
  'zon',
  'fim',
  'hul',
  'jad',
];
const WORDS = 30_000;
/** Comments are made of four of these. */
const PIECES = 20_000;
const WORDS_IN_PIECE = 11;
/** Of a hundred pieces. */
const CHINESE = 2;
const THAI = 1;

/** Park and Miller's generator, so that every run searches the same texts. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The k-th most frequent word, from 0 on. */
export function wordAt(k: number): string {
  if (k < COMMON.length) return COMMON[k]!;
  const [a, b, c] = [k % 16, Math.floor(k / 16) % 15, Math.floor(k / 240)];
  const end = c < 15 ? (ENDINGS[c] ?? '') : ENDINGS[c % 15]! + BEGINNINGS[Math.floor(c / 15) % 16]!;
  return `${BEGINNINGS[a]}${ENDINGS[b]}${end}`;
}

function pieces(): string[] {
  const random = randomNumbers(7);
  const zipf = (most: number) => Math.floor(most ** random()) - 1;
  return Array.from({ length: PIECES }, (_, i) => {
    const of = (count: number, letter: () => string) => Array.from({ length: count }, letter);
    if (i % 100 < CHINESE) return `${of(20, () => String.fromCodePoint(0x4e00 + zipf(3000))).join('')}。`;
    if (i % 100 < CHINESE + THAI) return of(20, () => String.fromCodePoint(0xe01 + zipf(40))).join('');
    return `${of(WORDS_IN_PIECE, () => wordAt(zipf(WORDS))).join(' ')}.`;
  });
}

const SET_UP = `
  CREATE TABLE piece (i int PRIMARY KEY, text text, words tsvector);
  CREATE TABLE writer (i int PRIMARY KEY, id uuid);
  INSERT INTO writer SELECT g, gen_random_uuid() FROM generate_series(0, 499) g;
  INSERT INTO users (id, username, skeleton, password_hash)
    SELECT id, 'writer-' || i, 'wrlter' || i, 'nobody signs in with this' FROM writer;
  DROP INDEX comment_words_words_idx;
  ALTER TABLE comments DISABLE TRIGGER USER;`;

/** The index is made of the pieces' words: the same as the trigger's, in a tenth of the time. */
const SEED = `
  WITH chosen AS MATERIALIZED (
    SELECT n, (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid AS id, w.id AS author,
      ($3::uuid[])[1 + n % array_length($3::uuid[], 1)] AS verdict,
      a.text || ' ' || b.text || ' ' || c.text || ' ' || d.text AS text, a.words || b.words || c.words || d.words AS words
    FROM generate_series($1::int, $2::int) n
    JOIN writer w ON w.i = n % 500
    JOIN piece a ON a.i = n::bigint * 7919 % 20000 JOIN piece b ON b.i = n::bigint * 104729 / 7 % 20000
    JOIN piece c ON c.i = n::bigint * 1299709 / 11 % 20000 JOIN piece d ON d.i = n::bigint * 15485863 / 13 % 20000
  ), commented AS (
    INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, status, moderated_status, seq, created_at)
    SELECT id, verdict, author, 0, lpad(to_hex(n), 8, '0'), text, '<p>' || text || '</p>', $4::int, status, status, n,
      now() - interval '400 days' + n * interval '30 seconds'
    FROM chosen, LATERAL (SELECT CASE WHEN n % 100 = 1 THEN 'removed' ELSE 'visible' END::"CommentStatus" AS status) s
  )
  INSERT INTO comment_words (comment_id, n, words)
  SELECT id, n, words || array_to_tsvector(ARRAY['~a' || author, '~1.' || (n >> 12), '~2.' || (n >> 16), '~3.' || (n >> 20)])
  FROM chosen ORDER BY n`;

const FINISH = `
  SET maintenance_work_mem = '512MB';
  CREATE INDEX comment_words_words_idx ON comment_words USING gin (words);
  ALTER TABLE comments ENABLE TRIGGER USER;
  DROP TABLE piece, writer;
  ANALYZE;
  CHECKPOINT;`;

/** Pieces of scripts without spaces that follow each other have pairs of letters in common, which no search here needs. */
const DIFFERENCES = `
  SELECT count(*)::int AS different FROM comment_words w JOIN comments c ON c.id = w.comment_id
  WHERE w.n % 997 = 0 AND octet_length(c.html) = char_length(c.html)
    AND strip(w.words) <> strip(search_comment(c.html, c.author_id, w.n))`;

export async function seedSearch(sql: pg.Client, verdicts: string[], comments: number): Promise<void> {
  await sql.query(SET_UP);
  await sql.query('SET synchronous_commit = off');
  await sql.query(
    `INSERT INTO piece SELECT n - 1, text, search_vector(search_fold(text)) FROM unnest($1::text[]) WITH ORDINALITY t(text, n)`,
    [pieces()],
  );
  const step = 50_000;
  for (let at = 1; at <= comments; at += step)
    await sql.query(SEED, [at, Math.min(at + step - 1, comments), verdicts, RENDERER]);
  await sql.query(`SELECT setval('comment_words_n_seq', $1)`, [comments]);
  const { rows } = await sql.query<{ different: number }>(DIFFERENCES);
  if (rows[0]!.different > 0)
    throw new Error(`${rows[0]!.different} rows of the index differ from the trigger's`);
  await sql.query(FINISH);
}
