import { requestContext } from '#lib/http/request-context.server.ts';
import { feedbackQuery, feedbackStateInput } from '#lib/feedback/feedback-input.ts';
import { listFeedback } from '#lib/feedback/list-feedback.server.ts';
import { setFeedbackState } from '#lib/feedback/set-feedback-state.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  await parent();
  const query = pageQuery(feedbackQuery, url);
  const list = await listFeedback(query, requestContext(locals)).catch(orErrorPage);
  return { ...list, ...query };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(event, feedbackStateInput, async (input, context) => {
      await setFeedbackState(input, context);
      return { moved: input.id };
    }),
};
