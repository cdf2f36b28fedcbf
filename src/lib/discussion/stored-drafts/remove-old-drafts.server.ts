import { DRAFT_KEPT_DAYS } from './stored-draft.ts';
import { deleteDraftsBefore } from './stored-draft.store.server.ts';

export { DRAFT_KEPT_DAYS };

const DAY = 24 * 3600_000;

export async function removeOldDrafts(now: Date): Promise<void> {
  await deleteDraftsBefore(new Date(now.getTime() - DRAFT_KEPT_DAYS * DAY));
}
