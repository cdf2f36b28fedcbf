import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import {
  removalRequestForm,
  removalRequestQuery,
} from '#lib/moderation/removal-requests/removal-request-input.ts';
import { findRequested, requestRemoval } from '#lib/moderation/removal-requests/request-removal.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const { comment } = pageQuery(removalRequestQuery, url);
  const about = comment === null ? null : await findRequested(comment);
  return { comment: about && comment, about };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(event, removalRequestForm, async ({ website, ...input }, { now }) => {
      // A honeypot: programs that fill it in get the usual response.
      if (!website) await requestRemoval(input, { address: event.getClientAddress(), now });
      return { sent: true };
    }),
};
