import { openToken, signToken, uuidBytes, uuidOfBytes } from '#lib/mail/signed-token.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { oneClickHeaders } from '#lib/mail/one-click.ts';

const KEY = 'unsubscribe';

/** Bytes of a subscriber's id. */
const ID_BYTES = 16;

/** The unsubscribe page and the one-click POST address. Valid while the subscriber's row exists. */
export async function unsubscribeAddress(subscriberId: string): Promise<string> {
  return siteAddress(`/unsubscribe?token=${await unsubscribeToken(subscriberId)}`);
}

export async function unsubscribeHeaders(subscriberId: string): Promise<Record<string, string>> {
  return oneClickHeaders(await unsubscribeAddress(subscriberId));
}

export function unsubscribeToken(subscriberId: string): Promise<string> {
  return signToken(KEY, uuidBytes(subscriberId));
}

/** The subscriber's id; null if the token isn't ours. */
export async function subscriberOfToken(token: string): Promise<string | null> {
  const id = await openToken(KEY, token, ID_BYTES);
  return id && uuidOfBytes(id);
}
