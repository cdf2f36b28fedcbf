import { decisionForm, revokeForm } from '#lib/authorship/authorship-input.ts';
import { decideAuthorship, listAuthors, revokeAuthorship } from '#lib/authorship/decide-authorship.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  return listAuthors(locals.actor).catch(orErrorPage);
};

export const actions: Actions = {
  decide: (event) =>
    answerForm(event, decisionForm, async (input, context) => {
      await decideAuthorship(input, context);
      return { done: input.outcome === 'approved' ? 'The author is approved.' : 'The request is rejected.' };
    }),
  revoke: (event) =>
    answerForm(event, revokeForm, async (input, context) => {
      await revokeAuthorship(input, context);
      return { done: 'The approval is taken back.' };
    }),
};
