import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { db } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { emailHash } from '../email-hash.server.ts';
import { endSubscription } from '../end-subscription.server.ts';
import { findIdByHash } from '../subscriber.store.server.ts';
import type { BounceInput } from './bounce-input.ts';

interface Signed {
  text: string;
  headers: Record<string, string>;
}

/**
 * Handles a mail provider's report of a bounce or complaint. The signature proves it, so the address is enough.
 * Responds the same for unknown addresses. Idempotent.
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

/** @throws Refusal `not-found` if no key is set */
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
