import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { deleteDraft } from './stored-draft.store.server.ts';

/**
 * Forgets a draft that was sent or discarded. `updatedAt`: only if it is still this one. Idempotent.
 * @throws Refusal `sign-in-first`
 */
export async function dropDraft(
  { key, updatedAt }: { key: string; updatedAt?: string | undefined },
  actor: Actor | null,
): Promise<void> {
  await deleteDraft(
    requireSignedIn(actor).id,
    key,
    updatedAt === undefined ? undefined : new Date(updatedAt),
  );
}
