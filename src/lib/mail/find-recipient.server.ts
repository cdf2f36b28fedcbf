import { recipientOf } from './mail.store.server.ts';

/** The recipient of the mail with this Message-ID; null if it isn't ours or the address was erased. */
export function findRecipient(messageId: string): Promise<string | null> {
  return recipientOf(messageId);
}
