import { requestSubscription } from '#lib/digest/subscribers/request-subscription.server.ts';
import { subscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';
import { answerForm } from '#lib/form.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  /** Also the target of the box on every page. */
  default: (event) =>
    answerForm(event, subscribeInput, async ({ email }) => {
      await requestSubscription(email, event.getClientAddress(), new Date());
      return { asked: true };
    }),
};
