import { enterQuery, signUpFormInput } from '#lib/accounts/account-input.ts';
import { returnAddress } from '#lib/accounts/sign-in/return-address.ts';
import { signUp } from '#lib/accounts/sign-in/sign-up.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { enter } from '../enter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  const { signUp: open } = await findSwitches();
  return { to: returnAddress(pageQuery(enterQuery, url).to), open };
};

export const actions: Actions = {
  default: (event) => enter(event, signUpFormInput, (input) => signUp(input, event.getClientAddress())),
};
