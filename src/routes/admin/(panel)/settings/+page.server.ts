import { requireAdmin } from '#lib/actor.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { changeSiteSettings } from '#lib/site-settings/change-site-settings.server.ts';
import { changeSwitches } from '#lib/site-settings/change-switches.server.ts';
import { findSiteSettings, findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { siteSettingsInput, switchesInput } from '#lib/site-settings/site-settings-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  try {
    requireAdmin(locals.actor);
  } catch (refusal) {
    orErrorPage(refusal);
  }
  return { settings: await findSiteSettings(), switches: await findSwitches() };
};

export const actions: Actions = {
  settings: (event) =>
    answerForm(event, siteSettingsInput, async (input, context) => {
      await changeSiteSettings(input, context);
      return { saved: true };
    }),
  switches: (event) =>
    answerForm(event, switchesInput, async (input, context) => {
      await changeSwitches(input, context);
      return { saved: true };
    }),
};
