import { redirect } from '@sveltejs/kit';
import { closeSession } from '#lib/accounts/session.server.ts';
import { disconnectSession } from '#lib/live/disconnect.server.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ cookies, locals }) => {
    if (locals.sessionId) {
      await closeSession(cookies, locals.sessionId);
      disconnectSession(locals.sessionId);
    }
    redirect(303, '/');
  },
};
