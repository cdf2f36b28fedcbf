import type { Actor } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import type { EmailState } from './email-state.ts';
import { confirmedRecipient, readEmail, type Recipient } from './email.store.server.ts';

export async function findEmail({ id }: Actor, now: Date): Promise<EmailState> {
  return readEmail(id, now);
}

/** Null if the account has no confirmed address. */
export async function findConfirmedRecipient(userId: string, tx?: Tx): Promise<Recipient | null> {
  return confirmedRecipient(userId, tx);
}
