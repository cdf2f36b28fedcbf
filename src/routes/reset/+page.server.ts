import { linkQuery, requestResetInput, resetFormInput } from '#lib/accounts/account-input.ts';
import { requestReset } from '#lib/accounts/reset/request-reset.server.ts';
import { findReset, resetPassword } from '#lib/accounts/reset/reset-password.server.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { TOKEN_PAGE } from '../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders(TOKEN_PAGE);
  const { token } = pageQuery(linkQuery, url);
  if (token === undefined) return { link: null };
  return { link: { token, found: await findReset(token, new Date()) } };
};

export const actions: Actions = {
  ask: (event) =>
    answerForm(
      event,
      requestResetInput,
      async ({ email }) => {
        await requestReset(email, event.getClientAddress());
        return { asked: email };
      },
      { anyAccount: true },
    ),

  reset: (event) =>
    answerForm(
      event,
      resetFormInput,
      async (input, context) => {
        disconnectAccount(await resetPassword(input, context.now));
        return { reset: true };
      },
      { anyAccount: true },
    ),
};
