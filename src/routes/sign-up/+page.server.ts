import { redirect } from '@sveltejs/kit';
import { signUpFormInput } from '#lib/accounts/account-input.ts';
import { carriedDraft } from '#lib/accounts/carried-draft.ts';
import { returnAddress } from '#lib/accounts/return-address.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { signUp } from '#lib/accounts/sign-up.server.ts';
import { answerForm } from '#lib/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ to: returnAddress(url.searchParams.get('to')) });

export const actions: Actions = {
  /** With `?draft` in the address: no sign-up yet, only a comment brought along; the page holds it from here on. */
  default: async (event) => {
    const { searchParams } = event.url;
    if (searchParams.has('draft')) {
      const fields = Object.fromEntries(await event.request.formData());
      return { draft: carriedDraft(fields, searchParams.get('draft') || undefined) };
    }
    return answerForm(event, signUpFormInput, async (input) => {
      const { id, username, role } = await signUp(input, event.getClientAddress());
      await openSession(event.cookies, id);
      event.locals.actor = { id, username, role };
      const draft = carriedDraft(input);
      if (draft) return { draft, username };
      redirect(303, returnAddress(searchParams.get('to')));
    });
  },
};
