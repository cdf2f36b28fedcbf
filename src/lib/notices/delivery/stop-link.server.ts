import { openToken, signToken, uuidBytes, uuidOfBytes } from '#lib/mail/signed-token.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { STOP_TOPICS, type StopTopic } from './stop-topics.ts';

const KEY = 'stop-notices';

/** An account's id, and a bit for each topic. */
const ID_BYTES = 16;
const TOKEN_BYTES = ID_BYTES + 1;

/** The page that stops emails about these topics, and the address of the one-click POST. Never expires. */
export async function stopAddress(userId: string, topics: readonly StopTopic[]): Promise<string> {
  return siteAddress(`/notices/unsubscribe?token=${await stopToken(userId, topics)}`);
}

export async function stopToken(userId: string, topics: readonly StopTopic[]): Promise<string> {
  const bits = topics.reduce((sum, topic) => sum | (1 << STOP_TOPICS.indexOf(topic)), 0);
  return signToken(KEY, Buffer.concat([uuidBytes(userId), Buffer.of(bits)]));
}

export interface StopLink {
  userId: string;
  topics: StopTopic[];
}

/** Null if the token isn't ours. */
export async function stopLinkOf(token: string): Promise<StopLink | null> {
  const content = await openToken(KEY, token, TOKEN_BYTES);
  if (!content) return null;
  const bits = content[ID_BYTES]!;
  return {
    userId: uuidOfBytes(content.subarray(0, ID_BYTES)),
    topics: STOP_TOPICS.filter((_topic, i) => bits & (1 << i)),
  };
}
