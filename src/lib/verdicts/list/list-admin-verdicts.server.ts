import { requireAdmin, type Actor } from '#lib/actor.ts';
import { adminListCursor } from './admin-list-input.ts';
import {
  readVerdictCounts,
  readAdminListPage,
  type VerdictCounts,
  type AdminListRow,
} from './admin-list.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export type { VerdictCounts };

const PAGE = 25;

export interface AdminVerdictItem extends Omit<AdminListRow, 'updatedAt'> {
  updatedAt: string;
}

export interface AdminVerdictList {
  items: AdminVerdictItem[];
  next: string | null;
}

interface AdminListRequest {
  q?: string | undefined;
  state?: VerdictState | undefined;
  cursor?: string | undefined;
}

/** @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor) */
export async function listAdminVerdicts(
  { cursor, ...query }: AdminListRequest,
  actor: Actor | null,
): Promise<AdminVerdictList> {
  requireAdmin(actor);
  const after = adminListCursor.read(cursor);
  const { rows, next } = adminListCursor.page(
    await readAdminListPage({ ...query, after, limit: PAGE }),
    PAGE,
  );
  return { items: rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() })), next };
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function countVerdicts(actor: Actor | null): Promise<VerdictCounts> {
  requireAdmin(actor);
  return readVerdictCounts();
}
