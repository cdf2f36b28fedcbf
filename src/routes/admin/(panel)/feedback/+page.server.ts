import { feedbackQuery, feedbackStateInput } from '#lib/feedback/feedback-input.ts';
import { listFeedback } from '#lib/feedback/list-feedback.server.ts';
import { setFeedbackState } from '#lib/feedback/set-feedback-state.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = pageQuery(feedbackQuery, url);
  const list = await listFeedback(locals.actor, query).catch(orErrorPage);
  return { ...list, ...query };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(event, feedbackStateInput, async (input) => {
      await setFeedbackState(event.locals.actor, input);
      return { moved: input.id };
    }),
};
