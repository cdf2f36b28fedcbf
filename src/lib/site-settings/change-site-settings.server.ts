import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { forgetSiteSettings } from './find-site-settings.server.ts';
import type { SiteSettings } from './site-settings.ts';
import { writeSettings } from './site-settings.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function changeSiteSettings(
  settings: SiteSettings,
  { actor, now }: RequestContext,
): Promise<void> {
  requireAdmin(actor);
  await writeSettings({ ...settings }, now);
  forgetSiteSettings();
}
