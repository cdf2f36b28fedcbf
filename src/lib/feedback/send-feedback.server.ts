import type { Actor } from '#lib/actor.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { spend } from '#lib/limits.server.ts';
import type { FeedbackInput } from './feedback-input.ts';
import { insertFeedback } from './feedback.store.server.ts';

/**
 * Stores a message for the operator; no account needed. Rate-limited by user, or by network if signed out. @throws
 * Refusal `rate-limited`
 */
export async function sendFeedback(
  { kind, message, email, page }: FeedbackInput,
  actor: Actor | null,
  address: string,
): Promise<{ id: string }> {
  await spend('feedback', actor?.id ?? networkOf(address));
  return { id: await insertFeedback({ kind, message, email, page, userId: actor?.id ?? null }) };
}
