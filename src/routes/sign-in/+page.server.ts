import { redirect } from '@sveltejs/kit';
import { enterQuery, signInFormInput } from '#lib/accounts/account-input.ts';
import { returnAddressOf } from '#lib/accounts/sign-in/return-address.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { enter } from '../enter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, request, locals }) => {
  if (locals.pendingErasure) redirect(303, '/settings');
  return { to: returnAddressOf(pageQuery(enterQuery, url).to, request.headers.get('referer'), url.origin) };
};

export const actions: Actions = {
  default: (event) =>
    enter(event, signInFormInput, (input) => signIn(input, event.getClientAddress(), event.cookies)),
};
