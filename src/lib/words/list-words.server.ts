import { requireAdmin, type Actor } from '#lib/actor.ts';
import type { WordAction, WordKind } from './match.ts';
import { readWordRows } from './word.store.server.ts';

export interface WordView {
  id: string;
  text: string;
  kind: WordKind;
  action: WordAction;
  note: string | null;
  createdAt: string;
  createdBy: string | null;
}

/** Sorted by text. @throws Refusal `sign-in-first`, `forbidden` */
export async function listWords(actor: Actor | null): Promise<WordView[]> {
  requireAdmin(actor);
  return (await readWordRows()).map(({ id, text, kind, action, note, createdAt, createdBy }) => ({
    ...{ id, text, kind, action, note, createdBy },
    createdAt: createdAt.toISOString(),
  }));
}
