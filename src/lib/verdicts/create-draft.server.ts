import { admin, type Actor } from '#lib/actor.ts';
import { insertDraft } from './draft.store.server.ts';
import { draftTitle, readDraftSource } from './read-draft.server.ts';

interface Asking {
  actor: Actor | null;
  now: Date;
}

/** Keeps a source as a new draft, readable or not. @throws Refusal `sign-in-first`, `forbidden` */
export async function createDraft(
  { source, fileName }: { source: string; fileName: string | null },
  { actor, now }: Asking,
): Promise<{ id: string }> {
  const createdById = admin(actor).id;
  const title = draftTitle(readDraftSource({ source, fileName, corrections: [] }), fileName);
  const draft = { source, fileName, corrections: [], title, verdictId: null, baseVersion: null };
  return { id: await insertDraft({ ...draft, createdById, now }) };
}
