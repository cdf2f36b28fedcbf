import type { Actor } from '#lib/actor.ts';
import type { EmailState } from './email-state.ts';
import { readEmail } from './email.store.server.ts';

export async function findEmail({ id }: Actor, now: Date): Promise<EmailState> {
  return readEmail(id, now);
}
