import { randomUUID } from 'node:crypto';
import { db } from '#lib/db/client.server.ts';
import { emailHash } from '#lib/digest/subscribers/email-hash.server.ts';

/** Adds confirmed subscribers. @returns their ids */
export async function subscribe(...addresses: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const email of addresses) {
    const { id } = await db().subscriber.create({
      data: { email, emailHash: await emailHash(email), state: 'confirmed', confirmedAt: new Date() },
    });
    ids.push(id);
  }
  return ids;
}

/** Adds a subscriber who has not confirmed yet. */
export async function subscribePending(email: string): Promise<void> {
  await db().subscriber.create({
    data: {
      email,
      emailHash: await emailHash(email),
      confirmHash: randomUUID(),
      confirmExpiresAt: new Date(),
    },
  });
}
