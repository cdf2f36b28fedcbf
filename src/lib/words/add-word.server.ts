import type { RequestContext } from '#lib/request-context.ts';
import type { z } from 'zod';
import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { forgetWords } from './find-words.server.ts';
import { countWords, insertWord } from './word.store.server.ts';
import type { wordInput } from './word-input.ts';

/** Every comment is compared with all words while its author waits. */
const MAX_WORDS = 1000;

/** @throws Refusal `forbidden`, `word-listed`, `words-full` */
export async function addWord(
  word: z.output<typeof wordInput>,
  { actor, now }: RequestContext,
): Promise<{ id: string }> {
  const by = requireAdmin(actor);
  if ((await countWords()) >= MAX_WORDS) throw new Refusal('words-full', { field: 'text' });
  const id = await insertWord({ ...word, createdById: by.id, createdAt: now });
  if (!id) throw new Refusal('word-listed', { field: 'text' });
  forgetWords();
  return { id };
}
