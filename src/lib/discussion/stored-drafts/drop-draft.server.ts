import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { placeOf } from './stored-draft.ts';
import { deleteDraft, readDrafts } from './stored-draft.store.server.ts';

/**
 * Forgets a draft that was sent or discarded. `updatedAt`: only if it is still this one. Idempotent.
 * @throws Refusal `sign-in-first`, `draft-not-found` (the key is of no place)
 */
export async function dropDraft(
  { key, updatedAt }: { key: string; updatedAt?: string | undefined },
  actor: Actor | null,
): Promise<void> {
  const { id } = requireSignedIn(actor);
  if (!placeOf(key)) throw new Refusal('draft-not-found');
  await deleteDraft(id, key, updatedAt === undefined ? undefined : new Date(updatedAt));
}

/** The same for a writer who has the draft before them. @throws Refusal, also `draft-elsewhere` (a newer one stays) */
export async function dropShownDraft(
  shown: { key: string; updatedAt: string },
  actor: Actor | null,
): Promise<void> {
  const { id } = requireSignedIn(actor);
  await dropDraft(shown, actor);
  if ((await readDrafts(id, shown.key)).length > 0)
    throw new Refusal('draft-elsewhere', { message: CHANGED });
}

const CHANGED =
  'This draft was changed on another device, so it is kept. Read it, then delete it if you still want to.';
