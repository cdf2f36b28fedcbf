import { listIssues } from '#lib/digest/issues/find-issue.server.ts';
import { archiveQuery } from '#lib/digest/issues/issue-input.ts';
import { requestSubscription } from '#lib/digest/subscribers/request-subscription.server.ts';
import { subscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const { before } = pageQuery(archiveQuery, url);
  return { ...(await listIssues(before)), older: before !== undefined };
};

export const actions: Actions = {
  /** Also the target of the box on every page. */
  default: (event) =>
    answerForm(
      event,
      subscribeInput,
      async ({ email }, context) => {
        await requestSubscription(email, event.getClientAddress(), context.now);
        return { asked: true };
      },
      { anyAccount: true },
    ),
};
