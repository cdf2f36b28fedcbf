import { requireAdmin, type Actor } from '#lib/actor.ts';
import { deskCursor } from './admin-list-input.ts';
import { readDeskCounts, readDeskPage, type DeskCounts, type DeskRow } from './admin-list.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export type { DeskCounts };

const PAGE = 25;

/** A verdict on the admin's list. */
export interface DeskItem extends Omit<DeskRow, 'updatedAt'> {
  /** ISO 8601. */
  updatedAt: string;
}

export interface DeskList {
  items: DeskItem[];
  /** Opaque; null on the last page. */
  next: string | null;
}

interface DeskQuery {
  q?: string | undefined;
  state?: VerdictState | undefined;
  cursor?: string | undefined;
}

/** A page of verdicts, last changed first. @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor) */
export async function listDeskVerdicts(
  { cursor, ...query }: DeskQuery,
  actor: Actor | null,
): Promise<DeskList> {
  requireAdmin(actor);
  const after = deskCursor.read(cursor);
  const { rows, next } = deskCursor.page(await readDeskPage({ ...query, after, limit: PAGE }), PAGE);
  return { items: rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() })), next };
}

/** How many drafts there are, and how many verdicts in each state. @throws Refusal `sign-in-first`, `forbidden` */
export async function countDesk(actor: Actor | null): Promise<DeskCounts> {
  requireAdmin(actor);
  return readDeskCounts();
}
