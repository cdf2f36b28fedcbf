import { signInFormInput } from '#lib/accounts/account-input.ts';
import { returnAddress } from '#lib/accounts/return-address.ts';
import { closeSession } from '#lib/accounts/session.server.ts';
import { signIn } from '#lib/accounts/sign-in.server.ts';
import { enter } from '../enter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ to: returnAddress(url.searchParams.get('to')) });

export const actions: Actions = {
  default: (event) =>
    enter(event, signInFormInput, async (input) => {
      const account = await signIn(input, event.getClientAddress());
      // Somebody else at the same browser: the session before must not live on without a cookie.
      if (event.locals.sessionId) await closeSession(event.cookies, event.locals.sessionId);
      return account;
    }),
};
