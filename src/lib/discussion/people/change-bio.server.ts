import type { z } from 'zod';
import { requireApproved, requireSignedIn, type Actor } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { findWords } from '#lib/words/find-words.server.ts';
import { findWord } from '#lib/words/match.ts';
import type { bioInput } from './bio-input.ts';
import { readBio, setBio } from './bio.store.server.ts';

/**
 * Changes the actor's own bio.
 * @throws Refusal `sign-in-first`, `awaiting-approval`, `read-only`, `restricted`, `word-refused`, `rate-limited`
 */
export async function changeBio(
  { bio }: z.output<typeof bioInput>,
  { actor, now }: RequestContext,
): Promise<void> {
  const { id, role } = requireApproved(actor);
  await refuseReadOnly();
  // What is there may always be deleted.
  if (bio === null) return void (await setBio(id, null));
  await refuseRestricted(id, 'comment', now);
  if (role === 'reader') await refuseListedWord(bio);
  await spend('bio', id);
  await setBio(id, bio);
}

/** No moderator reads a bio first, so it can't be held: a word that holds or reports a comment refuses a bio. */
async function refuseListedWord(bio: string): Promise<void> {
  const found = findWord(await findWords(), [bio]);
  if (!found) return;
  const message = `“${found.text}” isn’t allowed in a bio. Use other words.`;
  throw new Refusal('word-refused', { message, field: 'bio' });
}

/** @returns false if there is none */
export async function deleteBio(userId: string, tx: Tx): Promise<boolean> {
  return setBio(userId, null, tx);
}

/** @throws Refusal `sign-in-first` */
export async function findOwnBio(actor: Actor | null): Promise<string | null> {
  return readBio(requireSignedIn(actor).id);
}
