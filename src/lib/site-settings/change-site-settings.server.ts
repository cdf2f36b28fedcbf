import { requireAdmin, type Actor } from '#lib/actor.ts';
import { forgetSiteSettings } from './find-site-settings.server.ts';
import type { SiteSettings } from './site-settings.ts';
import { writeSettings } from './site-settings.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function changeSiteSettings(
  settings: SiteSettings,
  { actor, now }: { actor: Actor | null; now: Date },
): Promise<void> {
  requireAdmin(actor);
  await writeSettings({ ...settings }, now);
  forgetSiteSettings();
}
