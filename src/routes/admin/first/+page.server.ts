import { redirect } from '@sveltejs/kit';
import { adminKeyInput, adminKeyQuery, firstAdminInput } from '#lib/accounts/account-input.ts';
import {
  becomeFirstAdmin,
  makeFirstAdmin,
  refuseVoidAdminKey,
} from '#lib/accounts/admin/make-first-admin.server.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { TOKEN_PAGE } from '../../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

const DESK = '/admin';

export const load: PageServerLoad = async ({ url, locals, setHeaders }) => {
  setHeaders(TOKEN_PAGE);
  const key = pageQuery(adminKeyQuery, url).key;
  if (locals.actor?.role === 'admin') redirect(303, DESK);
  await refuseVoidAdminKey(key).catch(orErrorPage);
  return { key };
};

export const actions: Actions = {
  create: (event) =>
    answerForm(event, firstAdminInput, async ({ key, username, password }) => {
      const { id } = await makeFirstAdmin(key, { username, password });
      await openSession(event.cookies, id, event.request.headers.get('user-agent'));
      redirect(303, DESK);
    }),

  promote: (event) =>
    answerForm(event, adminKeyInput, async ({ key }) => {
      await becomeFirstAdmin(key, requireSignedIn(event.locals.actor));
      redirect(303, DESK);
    }),
};
