import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { db } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { emailHash } from '../email-hash.server.ts';
import { endSubscription } from '../end-subscription.server.ts';
import { findIdByHash } from '../subscriber.store.server.ts';
import type { BounceInput } from './bounce-input.ts';

interface Signed {
  /** The body as it arrived. */
  text: string;
  headers: Record<string, string>;
}

/**
 * A mail provider reports a bounce or a complaint. The signature is the evidence, so the address is enough to find the
 * subscription. An address that isn't subscribed is answered like one that is. Repeating a report changes nothing.
 * @throws Refusal `not-found` if no key is set, `signature-invalid`
 */
export async function handleWebhook(
  { type, email, permanent = true }: BounceInput,
  signed: Signed,
  now: Date,
): Promise<void> {
  checkSignature(signed);
  if (type === 'bounce' && !permanent) return;
  const id = await findIdByHash(await emailHash(email));
  if (id === null) return;
  const reason = type === 'bounce' ? 'bounced' : 'complained';
  await db().$transaction((tx) => endSubscription(id, { reason, now }, tx));
}

/** The key that signs reports. @throws Refusal `not-found`: without one there is no webhook */
export function webhookKey(): string {
  const { REPORT_WEBHOOK_KEY: key } = settings();
  if (!key) throw new Refusal('not-found');
  return key;
}

function checkSignature({ text, headers }: Signed): void {
  try {
    new Webhook(webhookKey()).verify(text, headers, { jsonParse: false });
  } catch (fault) {
    if (fault instanceof WebhookVerificationError) throw new Refusal('signature-invalid');
    throw fault;
  }
}
