import type { Anchor } from '#lib/live/events.ts';
import type { StoredDraft } from './stored-draft.ts';

/** Lists fields explicitly, so that a new column doesn't leak. */
export function storedDraftView(
  row: Omit<StoredDraft, 'updatedAt' | 'anchor'> & { updatedAt: Date; anchor: Anchor | null },
): StoredDraft {
  const { key, body, version, anchor, updatedAt, device, writer } = row;
  return {
    key,
    body,
    version,
    ...(anchor && { anchor }),
    updatedAt: updatedAt.toISOString(),
    device,
    writer,
  };
}
