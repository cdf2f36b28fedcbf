import type { StoredDraft } from './stored-draft.ts';

/** Lists fields explicitly, so that a new column doesn't leak. */
export function storedDraftView(row: Omit<StoredDraft, 'updatedAt'> & { updatedAt: Date }): StoredDraft {
  const { key, body, version, updatedAt, device, writer } = row;
  return { key, body, version, updatedAt: updatedAt.toISOString(), device, writer };
}
