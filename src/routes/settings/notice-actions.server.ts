import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { sessionContext } from '#lib/accounts/session-context.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { alertInput } from '#lib/moderation/alerts/alert-input.ts';
import { changeAlerts } from '#lib/moderation/alerts/change-alerts.server.ts';
import { changeDelivery } from '#lib/notices/delivery/change-delivery.server.ts';
import { turnPushOff } from '#lib/push/change-push.server.ts';
import { deliveryInput } from '#lib/notices/delivery/delivery-settings-input.ts';

/** The forms of the settings page that are about notices. */
export const noticeActions = {
  notices: (event: RequestEvent) =>
    answerForm(event, deliveryInput, async (settings, context) => {
      await changeDelivery(settings, context);
      return { done: 'notices' as const };
    }),

  queueAlerts: (event: RequestEvent) =>
    answerForm(event, alertInput, async (settings, context) => {
      await changeAlerts(settings, context);
      return { done: 'notices' as const };
    }),

  pushOff: (event: RequestEvent) =>
    answerForm(event, z.object({}), async (_input, context) => {
      await turnPushOff(sessionContext(context, event.locals.sessionId).sessionId);
      return { done: 'pushOff' as const };
    }),
};
