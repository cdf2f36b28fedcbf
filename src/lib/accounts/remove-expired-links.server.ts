import { deleteExpiredConfirmations } from './email/email.store.server.ts';
import { deleteExpiredResets } from './reset/reset.store.server.ts';

/** Links that have expired open nothing, they only take room, and a confirmation holds an address. */
export async function removeExpiredLinks(now: Date): Promise<void> {
  await deleteExpiredConfirmations(now);
  await deleteExpiredResets(now);
}
