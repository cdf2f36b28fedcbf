import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { forgetWords } from './find-words.server.ts';
import { deleteWord } from './word.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden`, `not-found` */
export async function removeWord(id: string, actor: Actor | null): Promise<void> {
  requireAdmin(actor);
  if (!(await deleteWord(id))) throw new Refusal('not-found');
  forgetWords();
}
