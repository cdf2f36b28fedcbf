import { enterQuery, signUpFormInput } from '#lib/accounts/account-input.ts';
import { returnAddressOf } from '#lib/accounts/sign-in/return-address.ts';
import { signUp } from '#lib/accounts/sign-in/sign-up.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { enter } from '../enter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, request }) => {
  const { signUp: open } = await findSwitches();
  return {
    to: returnAddressOf(pageQuery(enterQuery, url).to, request.headers.get('referer'), url.origin),
    open,
  };
};

export const actions: Actions = {
  default: (event) => enter(event, signUpFormInput, (input) => signUp(input, event.getClientAddress())),
};
