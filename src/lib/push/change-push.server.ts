import type { z } from 'zod';
import type { Tx } from '#lib/db/client.server.ts';
import { mayFetch } from '#lib/http/outgoing/outgoing-target.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { pushInput } from './push-input.ts';
import { pushKey } from './push-key.server.ts';
import { MAX_SUBSCRIPTIONS } from './push-message.ts';
import {
  deleteOfSession,
  hasSubscription,
  insertMessages,
  replaceSubscription,
  type NewPush,
} from './push.store.server.ts';

/** The session of the browser, and its account. */
interface Browser {
  userId: string;
  sessionId: string;
}

/**
 * Turns push on in the browser of this session, until the session ends. Of many browsers of an account, the newest stay.
 * @throws Refusal `invalid-input`
 */
export async function turnPushOn(
  { endpoint, keys }: z.output<typeof pushInput>,
  { userId, sessionId }: Browser,
  now: Date,
): Promise<void> {
  if (!mayFetch(new URL(endpoint)))
    throw new Refusal('invalid-input', {
      errors: [{ path: 'endpoint', message: 'This isn’t the address of a push service.' }],
    });
  await replaceSubscription({ endpoint, ...keys, userId, sessionId }, { now, most: MAX_SUBSCRIPTIONS });
}

/** Idempotent. */
export async function turnPushOff(sessionId: string): Promise<void> {
  await deleteOfSession(sessionId);
}

/** For the settings: the key that a browser subscribes to, and whether this one has. */
export async function findPush(sessionId: string): Promise<{ key: string; on: boolean }> {
  const [{ publicKey }, on] = await Promise.all([pushKey(), hasSubscription(sessionId)]);
  return { key: publicKey, on };
}

/** Queues a notification to all browsers of an account, in the transaction that causes it. */
export async function queuePush(push: NewPush, now: Date, tx: Tx): Promise<void> {
  await insertMessages(push, now, tx);
}
