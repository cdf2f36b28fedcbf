import { readableTexts, renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { listWords } from '#lib/words/list-words.server.ts';
import { removeWord } from '#lib/words/remove-word.server.ts';
import { findWord } from '#lib/words/match.ts';
import { tryInput, wordIdInput, wordInput } from '#lib/words/word-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  return { words: await listWords(locals.actor).catch(orErrorPage) };
};

export const actions: Actions = {
  add: (event) =>
    answerForm(event, wordInput, async (input, context) => {
      await addWord(input, context);
      return { done: `“${input.text}” is on the list. It applies from the next comment on.` };
    }),
  remove: (event) =>
    answerForm(event, wordIdInput, async ({ id }) => {
      await removeWord(id, event.locals.actor);
      return { done: 'Removed from the list.' };
    }),
  try: (event) =>
    answerForm(event, tryInput, async ({ text }) => {
      const found = findWord(
        await listWords(event.locals.actor),
        readableTexts({ body: text, html: renderMarkdown(text) }),
      );
      return { tried: text, found: found && { text: found.text, action: found.action } };
    }),
};
