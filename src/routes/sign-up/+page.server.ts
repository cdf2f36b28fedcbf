import { signUpFormInput } from '#lib/accounts/account-input.ts';
import { returnAddress } from '#lib/accounts/return-address.ts';
import { signUp } from '#lib/accounts/sign-up.server.ts';
import { enter } from '../enter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ to: returnAddress(url.searchParams.get('to')) });

export const actions: Actions = {
  default: (event) => enter(event, signUpFormInput, (input) => signUp(input, event.getClientAddress())),
};
