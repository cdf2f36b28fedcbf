import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { closeSession } from '#lib/accounts/session.server.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { disconnectSession } from '#lib/live/disconnect.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: (event) =>
    answerForm(event, z.object({}), async () => {
      const { cookies, locals } = event;
      if (locals.sessionId) {
        await closeSession(cookies, locals.sessionId);
        disconnectSession(locals.sessionId);
      }
      redirect(303, '/');
    }),
};
