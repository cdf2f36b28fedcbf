import { db } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { endSubscription } from './end-subscription.server.ts';
import { findActiveEmail, subscriberExists } from './subscriber.store.server.ts';
import { subscriberOfToken } from './unsubscribe-token.server.ts';

/** Idempotent. @throws Refusal `unsubscribe-link-void` */
export async function unsubscribe(token: string, now: Date): Promise<void> {
  const id = await subscriberOf(token);
  await db().$transaction((tx) => endSubscription(id, { reason: 'unsubscribed', now }, tx));
}

/** Changes nothing. @throws Refusal `unsubscribe-link-void` */
export async function isSubscribed(token: string): Promise<boolean> {
  return (await findActiveEmail(await subscriberOf(token))) !== null;
}

async function subscriberOf(token: string): Promise<string> {
  const id = await subscriberOfToken(token);
  if (id === null || !(await subscriberExists(id))) throw new Refusal('unsubscribe-link-void');
  return id;
}
