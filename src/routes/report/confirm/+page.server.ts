import {
  confirmSubscription,
  refuseVoidConfirmLink,
} from '#lib/digest/subscribers/confirm-subscription.server.ts';
import { confirmInput, tokenQuery } from '#lib/digest/subscribers/subscriber-input.ts';
import { unsubscribeToken } from '#lib/digest/subscribers/unsubscribe-token.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { TOKEN_PAGE } from '../../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A form and nothing else. */
export const csr = false;

/** Changes nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders(TOKEN_PAGE);
  const { token } = pageQuery(tokenQuery, url);
  await refuseVoidConfirmLink(token, new Date()).catch(orErrorPage);
  return { token };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(
      event,
      confirmInput,
      async ({ token }, context) => {
        const id = await confirmSubscription(token, context.now);
        return { unsubscribe: `/unsubscribe?token=${await unsubscribeToken(id)}` };
      },
      { anyAccount: true },
    ),
};
