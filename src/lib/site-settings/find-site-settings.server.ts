import type { z } from 'zod';
import { KeptRead } from '#lib/db/kept-read.ts';
import { log } from '#lib/log.server.ts';
import { siteSettingsInput, storedScheduleInput, switchesInput } from './site-settings-input.ts';
import {
  DEFAULT_SCHEDULE,
  DEFAULT_SETTINGS,
  DEFAULT_SWITCHES,
  type ReportSchedule,
  type SiteSettings,
  type Switches,
} from './site-settings.ts';
import { readSettings } from './site-settings.store.server.ts';

interface Kept {
  settings: SiteSettings;
  switches: Switches;
  schedule: ReportSchedule;
}

// On globalThis: the entry, which asks for every page from the cache, has another copy of this module than SvelteKit's
// bundle, which hears of changes.
const KEY = Symbol.for('copecheck.site-settings');
const shared = globalThis as { [KEY]?: KeptRead<Kept> };

function kept(): KeptRead<Kept> {
  return (shared[KEY] ??= new KeptRead(read));
}

/** What applies now. */
export async function findSiteSettings(): Promise<SiteSettings> {
  return (await kept().ask()).settings;
}

/** The emergency switches as they are now. */
export async function findSwitches(): Promise<Switches> {
  return (await kept().ask()).switches;
}

/** When The Cope Report is sent by itself. */
export async function findReportSchedule(): Promise<ReportSchedule> {
  return (await kept().ask()).schedule;
}

/** They were changed: from here on the new ones apply. */
export function forgetSiteSettings(): void {
  kept().forget();
}

/** Whether this process hears of every change from now on. While it does, asking costs no query. */
export function siteSettingsHeard(all: boolean): void {
  kept().heard(all);
}

async function read(): Promise<Kept> {
  const stored = await readSettings();
  return {
    settings: parsed(siteSettingsInput, { stored, defaults: DEFAULT_SETTINGS }),
    switches: parsed(switchesInput, { stored, defaults: DEFAULT_SWITCHES }),
    schedule: parsed(storedScheduleInput, { stored, defaults: DEFAULT_SCHEDULE }),
  };
}

function parsed<T extends object>(
  schema: z.ZodType<T>,
  { stored, defaults }: { stored: Record<string, unknown>; defaults: T },
): T {
  const known = Object.entries(defaults).map(([key, value]: [string, unknown]) => [
    key,
    stored[key] ?? value,
  ]);
  const result = schema.safeParse(Object.fromEntries(known));
  if (result.success) return result.data;
  // Someone wrote into the table by hand. Comments must go on; the log says what is wrong.
  log.error({ err: result.error }, 'the site’s settings can’t be read; the defaults apply');
  return defaults;
}
