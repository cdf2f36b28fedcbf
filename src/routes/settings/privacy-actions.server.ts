import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { sessionContext } from '#lib/accounts/session-context.ts';
import { closeSession } from '#lib/accounts/session.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { deleteAccountInput } from '#lib/privacy/erasure/erasure-input.ts';
import { requestErasure } from '#lib/privacy/erasure/request-erasure.server.ts';
import { restoreAccount } from '#lib/privacy/erasure/restore-account.server.ts';
import { requestExport } from '#lib/privacy/export/request-export.server.ts';
import { Refusal } from '#lib/refusal.ts';

/** The forms of the settings page that are about a reader's data. */
export const privacyActions = {
  exportData: (event: RequestEvent) =>
    answerForm(event, z.object({}), async (_input, context) => {
      await requestExport(requireSignedIn(event.locals.actor), context.now);
      return { done: 'export' as const };
    }),

  deleteAccount: (event: RequestEvent) =>
    answerForm(event, deleteAccountInput, async (input, context) => {
      const session = sessionContext(context, event.locals.sessionId);
      await requestErasure(input, session);
      await closeSession(event.cookies, session.sessionId);
      // The page is rendered next, signed out.
      event.locals.actor = null;
      return { done: 'deleted' as const };
    }),

  restoreAccount: (event: RequestEvent) =>
    answerForm(event, z.object({}), async (_input, context) => {
      const { pendingErasure } = event.locals;
      if (!pendingErasure) throw new Refusal('sign-in-first');
      await restoreAccount(pendingErasure, context.now);
      event.locals.actor = {
        id: pendingErasure.id,
        username: pendingErasure.username,
        role: pendingErasure.role,
      };
      event.locals.pendingErasure = null;
      return { done: 'restored' as const };
    }),
};
