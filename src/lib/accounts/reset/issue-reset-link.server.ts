import { log } from '#lib/log.server.ts';
import { findPerson } from '../find-person.server.ts';
import { createResetLink, type ResetLink } from './create-reset-link.server.ts';

/** For the command line, which may reset any password. @throws Refusal `user-not-found` */
export async function issueResetLink(name: string, now: Date): Promise<ResetLink & { username: string }> {
  const { id, username } = await findPerson(name);
  const link = await createResetLink(id, now);
  log.info({ by: 'command line', account: username }, 'a password reset link was made');
  return { username, ...link };
}
