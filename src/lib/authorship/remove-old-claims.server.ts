import { CLAIM_KEPT_DAYS } from './authorship.ts';
import { deleteOldClaims } from './authorship.store.server.ts';

const DAY = 24 * 3600 * 1000;

export async function removeOldClaims(now: Date): Promise<void> {
  await deleteOldClaims({ now, before: new Date(now.getTime() - CLAIM_KEPT_DAYS * DAY) });
}
