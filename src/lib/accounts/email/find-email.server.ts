import type { Actor } from '#lib/actor.ts';
import type { EmailState } from './email-state.ts';
import { readEmail } from './email.store.server.ts';

/** The actor's own address. Nobody else is shown it. */
export async function findEmail({ id }: Actor, now: Date): Promise<EmailState> {
  return readEmail(id, now);
}
