import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { USERNAME_MAX } from '#lib/accounts/username.ts';

/** Of `words`, those with the stem of a word that is searched for. All are folded. */
export async function readSameStems(words: string[], sought: string[]): Promise<string[]> {
  if (words.length === 0 || sought.length === 0) return [];
  const rows = await rowsOf<{ word: string }>(Prisma.sql`
    WITH stems AS MATERIALIZED (
      SELECT array_agg(stem) AS all FROM unnest(${sought}::text[]) word, unnest(ts_lexize('search_stem', word)) stem
    )
    SELECT word FROM unnest(${words}::text[]) word WHERE ts_lexize('search_stem', word) && (SELECT stems.all FROM stems)`);
  return rows.map(({ word }) => word);
}

/** Of `words`, those that no text has. */
export async function readUnknownWords(words: string[]): Promise<string[]> {
  const rows = await rowsOf<{ word: string }>(Prisma.sql`
    SELECT word FROM unnest(${words}::text[]) word WHERE NOT EXISTS (SELECT FROM known_words k WHERE k.word = word.word)`);
  return rows.map(({ word }) => word);
}

/** Words that are spelled similarly, most similar first. */
export async function readSimilarWords(word: string): Promise<string[]> {
  const rows = await rowsOf<{ word: string }>(Prisma.sql`
    SELECT word FROM known_words WHERE word % ${word} ORDER BY similarity(word, ${word}) DESC, word ${limitOf(20)}`);
  return rows.map(({ word }) => word);
}

export interface FoundPerson {
  id: string;
  username: string;
  role: 'reader' | 'moderator' | 'admin';
}

/** What the index of names is made of. */
const THREE_LETTERS = /[a-z\d]{3}/i;

/** People by a part of their name, or by a similar one; by its beginning, if the index can't find so short a part. */
export async function readPeople(name: string, skeleton: string): Promise<FoundPerson[]> {
  if (!THREE_LETTERS.test(name)) return readPeopleByBeginning(skeleton);
  const part = name.replace(/[\\%_]/g, '\\$&');
  return rowsOf<FoundPerson>(Prisma.sql`
    SELECT u.id, u.username, u.role::text AS role FROM users u
    WHERE (u.username ILIKE ${`%${part}%`} OR u.username % ${name} OR u.skeleton = ${skeleton})
      AND u.erase_at IS NULL AND u.waiting_since IS NULL
    ORDER BY u.skeleton = ${skeleton} DESC, u.username ILIKE ${`${part}%`} DESC, similarity(u.username, ${name}) DESC, u.username
    ${limitOf(5)}`);
}

/** Between two skeletons, because in most collations an index can't find a beginning. None is longer than a name. */
async function readPeopleByBeginning(skeleton: string): Promise<FoundPerson[]> {
  if (skeleton === '') return [];
  const last = skeleton + 'z'.repeat(USERNAME_MAX);
  return rowsOf<FoundPerson>(Prisma.sql`
    SELECT u.id, u.username, u.role::text AS role FROM users u
    WHERE u.skeleton BETWEEN ${skeleton} AND ${last} AND starts_with(u.skeleton, ${skeleton})
      AND u.erase_at IS NULL AND u.waiting_since IS NULL
    ORDER BY u.skeleton ${limitOf(5)}`);
}

export async function readPersonId(skeleton: string): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(Prisma.sql`
    SELECT u.id FROM users u WHERE u.skeleton = ${skeleton} AND u.erase_at IS NULL AND u.waiting_since IS NULL`);
  return row?.id ?? null;
}

/**
 * Adds the words of the next comments that anyone may read, at most `most` of them. Does nothing while another process
 * does it. @returns how many comments
 */
export async function learnWords(most: number): Promise<number> {
  await rowsOf(Prisma.sql`INSERT INTO known_words_progress DEFAULT VALUES ON CONFLICT DO NOTHING`);
  const [row] = await rowsOf<{ learned: number }>(Prisma.sql`
    WITH progress AS (
      SELECT n FROM known_words_progress WHERE id = 1 FOR UPDATE SKIP LOCKED
    ), batch AS MATERIALIZED (
      SELECT w.n, w.comment_id FROM progress JOIN comment_words w ON w.n > progress.n ORDER BY w.n ${limitOf(most)}
    ), learned AS (
      INSERT INTO known_words
      SELECT DISTINCT word FROM batch JOIN comments c ON c.id = batch.comment_id AND c.status = 'visible'
      CROSS JOIN LATERAL search_known_words(search_fold(search_text_of_html(c.html))) word ORDER BY word
      ON CONFLICT DO NOTHING
    ), moved AS (
      UPDATE known_words_progress SET n = (SELECT max(n) FROM batch) WHERE id = 1 AND EXISTS (SELECT FROM batch)
    )
    SELECT count(*)::int AS learned FROM batch`);
  return row!.learned;
}
