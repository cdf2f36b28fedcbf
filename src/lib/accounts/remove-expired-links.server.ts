import { deleteExpiredConfirmations } from './email/email.store.server.ts';
import { deleteExpiredResets } from './reset/reset.store.server.ts';

export async function removeExpiredLinks(now: Date): Promise<void> {
  await deleteExpiredConfirmations(now);
  await deleteExpiredResets(now);
}
