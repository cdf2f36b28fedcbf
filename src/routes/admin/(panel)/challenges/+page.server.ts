import { outcomeForm } from '#lib/challenges/challenge-input.ts';
import { decideChallenge } from '#lib/challenges/decide-challenge.server.ts';
import { listChallenges } from '#lib/challenges/list-challenges.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  return { items: await listChallenges(locals.actor).catch(orErrorPage) };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(event, outcomeForm, async (input, context) => {
      await decideChallenge(input, context);
      return { decided: input.comment };
    }),
};
