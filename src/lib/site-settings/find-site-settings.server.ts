import { sharedRead } from '#lib/db/batcher.ts';
import { log } from '#lib/log.server.ts';
import { siteSettingsInput } from './site-settings-input.ts';
import { DEFAULT_SETTINGS, type SiteSettings } from './site-settings.ts';
import { readSettings } from './site-settings.store.server.ts';

/** What holds now. Not kept: a setting that an admin changes counts at once, in every process. */
export const findSiteSettings: () => Promise<SiteSettings> = sharedRead(async () => {
  const kept = await readSettings();
  const known = Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([key, value]) => [key, kept[key] ?? value]),
  );
  const parsed = siteSettingsInput.safeParse(known);
  if (parsed.success) return parsed.data;
  // Somebody wrote into the table by hand. Comments must go on; the log says what is wrong.
  log.error({ err: parsed.error }, 'the site’s settings can’t be read; the defaults hold');
  return DEFAULT_SETTINGS;
});
