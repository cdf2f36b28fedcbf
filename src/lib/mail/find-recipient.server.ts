import { recipientOf } from './mail.store.server.ts';

/** To whom we sent the mail with this Message-ID; null if we sent none, or its address was erased. */
export function findRecipient(messageId: string): Promise<string | null> {
  return recipientOf(messageId);
}
