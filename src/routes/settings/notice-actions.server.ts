import type { RequestEvent } from '@sveltejs/kit';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { changeDelivery } from '#lib/notices/delivery/change-delivery.server.ts';
import { deliveryInput } from '#lib/notices/delivery/delivery-settings-input.ts';

/** The forms of the settings page that are about notices. */
export const noticeActions = {
  notices: (event: RequestEvent) =>
    answerForm(event, deliveryInput, async (settings, context) => {
      await changeDelivery(settings, context);
      return { done: 'notices' as const };
    }),
};
