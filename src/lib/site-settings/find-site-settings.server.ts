import { KeptRead } from '#lib/db/kept-read.ts';
import { log } from '#lib/log.server.ts';
import { siteSettingsInput } from './site-settings-input.ts';
import { DEFAULT_SETTINGS, type SiteSettings } from './site-settings.ts';
import { readSettings } from './site-settings.store.server.ts';

const settings = new KeptRead(read);

/** What holds now. */
export function findSiteSettings(): Promise<SiteSettings> {
  return settings.ask();
}

/** They were changed: from here on the new ones count. */
export function forgetSiteSettings(): void {
  settings.forget();
}

async function read(): Promise<SiteSettings> {
  const kept = await readSettings();
  const known = Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([key, value]) => [key, kept[key] ?? value]),
  );
  const parsed = siteSettingsInput.safeParse(known);
  if (parsed.success) return parsed.data;
  // Somebody wrote into the table by hand. Comments must go on; the log says what is wrong.
  log.error({ err: parsed.error }, 'the site’s settings can’t be read; the defaults hold');
  return DEFAULT_SETTINGS;
}
