import { confirmEmailInput, linkQuery } from '#lib/accounts/account-input.ts';
import { confirmEmail, findConfirmation } from '#lib/accounts/email/confirm-email.server.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { TOKEN_PAGE } from '../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders(TOKEN_PAGE);
  const { token = '' } = pageQuery(linkQuery, url);
  return { token, found: await findConfirmation(token, new Date()) };
};

export const actions: Actions = {
  default: (event) =>
    answerForm(
      event,
      confirmEmailInput,
      async ({ token }, context) => {
        await confirmEmail(token, context.now);
        return { confirmed: true };
      },
      { anyAccount: true },
    ),
};
