import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { signedIn } from '#lib/actor.ts';
import { appearanceInput, changePasswordInput } from '#lib/accounts/account-input.ts';
import { changePassword } from '#lib/accounts/change-password.server.ts';
import { closeEverySession, closeSession } from '#lib/accounts/session.server.ts';
import { answerForm } from '#lib/form.server.ts';
import { cutAccount } from '#lib/live/publish.server.ts';
import { THEME_COOKIE } from '#lib/ui/theme.ts';
import type { Actions } from './$types';

const YEAR = 365 * 24 * 3600;

export const actions: Actions = {
  password: (event) =>
    answerForm(event, changePasswordInput, async (input) => {
      const { locals, cookies } = event;
      const actor = signedIn(locals.actor);
      await changePassword({ actor, sessionId: locals.sessionId ?? '', cookies }, input);
      // Their sessions have ended. This browser's own sockets reconnect with its new session.
      cutAccount(actor.id);
      return { done: 'password' as const };
    }),

  everywhere: (event) =>
    answerForm(event, z.object({}), async () => {
      const { actor, sessionId } = event.locals;
      const { id } = signedIn(actor);
      await closeEverySession(id);
      await closeSession(event.cookies, sessionId ?? '');
      cutAccount(id);
      redirect(303, '/sign-in');
    }),

  appearance: (event) =>
    answerForm(event, appearanceInput, async ({ theme }) => {
      event.cookies.set(THEME_COOKIE, theme, {
        path: '/',
        maxAge: YEAR,
        sameSite: 'lax',
        secure: event.url.protocol === 'https:',
      });
      return { done: 'appearance' as const };
    }),
};
