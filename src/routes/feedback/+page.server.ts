import { settings } from '#lib/env.server.ts';
import { feedbackFormInput, feedbackFrom } from '#lib/feedback/feedback-input.ts';
import { feedbackPage } from '#lib/feedback/feedback.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, request }) => ({
  page: feedbackPage(pageQuery(feedbackFrom, url).from, request.headers.get('referer'), settings().ORIGIN),
});

export const actions: Actions = {
  default: (event) =>
    answerForm(event, feedbackFormInput, async ({ website, ...input }) => {
      // A honeypot: programs that fill it in get the usual response.
      if (!website) await sendFeedback(input, event.locals.actor, event.getClientAddress());
      return { sent: true };
    }),
};
