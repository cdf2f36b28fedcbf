import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { Word } from './match.ts';

export interface WordRow extends Word {
  note: string | null;
  createdAt: Date;
  /** Null: the account was erased. */
  createdBy: string | null;
}

export async function readWords(): Promise<Word[]> {
  return rowsOf<Word>(Prisma.sql`
    SELECT id, text, kind::text AS kind, action::text AS action FROM words ORDER BY text, id`);
}

export async function readWordRows(): Promise<WordRow[]> {
  const rows = await db().word.findMany({
    select: {
      ...{ id: true, text: true, kind: true, action: true, note: true, createdAt: true },
      createdBy: { select: { username: true } },
    },
    orderBy: [{ text: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdBy: createdBy?.username ?? null }));
}

export async function countWords(): Promise<number> {
  return db().word.count();
}

/** @returns the id; null if the list has this text of this kind already (unique key) */
export async function insertWord(
  word: Omit<Word, 'id'> & { note: string | null; createdById: string; createdAt: Date },
): Promise<string | null> {
  const [made] = await db().word.createManyAndReturn({
    data: [word],
    select: { id: true },
    skipDuplicates: true,
  });
  return made?.id ?? null;
}

export async function deleteWord(id: string): Promise<boolean> {
  return (await db().word.deleteMany({ where: { id } })).count > 0;
}
