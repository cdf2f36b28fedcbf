import type { z } from 'zod';
import { CachedRead, SHORT_TTL } from '#lib/db/cached-read.ts';
import { log } from '#lib/log.server.ts';
import { processState } from '#lib/process-state.ts';
import { siteSettingsInput, storedScheduleInput, switchesInput } from './site-settings-input.ts';
import {
  DEFAULT_SCHEDULE,
  DEFAULT_SETTINGS,
  DEFAULT_SWITCHES,
  type ReportSchedule,
  type SiteSettings,
  type Switches,
} from './site-settings.ts';
import { readStoredSettings } from './site-settings.store.server.ts';

interface Kept {
  settings: SiteSettings;
  switches: Switches;
  schedule: ReportSchedule;
}

/** Milliseconds while changes by other processes are received: bounds a lost connection that goes unnoticed. */
const LISTENING_TTL = 5_000;

// The page cache in the entry reads this, and SvelteKit's bundle receives the changes.
const shared = processState<CachedRead<Kept>>('site-settings');

function kept(): CachedRead<Kept> {
  return (shared.value ??= new CachedRead(read));
}

export async function findSiteSettings(): Promise<SiteSettings> {
  return (await kept().get()).settings;
}

export async function findSwitches(): Promise<Switches> {
  return (await kept().get()).switches;
}

export async function findReportSchedule(): Promise<ReportSchedule> {
  return (await kept().get()).schedule;
}

export function forgetSiteSettings(): void {
  kept().invalidate();
}

/** Whether this process receives every change from now on. While it does, reading hardly costs a query. */
export function listenForSiteSettings(listening: boolean): void {
  kept().setTtl(listening ? LISTENING_TTL : SHORT_TTL);
}

async function read(): Promise<Kept> {
  const stored = await readStoredSettings();
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
  // The row was edited in the database. Comments must keep working, so the log names the fault.
  log.error({ err: result.error }, 'the site’s settings can’t be read; the defaults apply');
  return defaults;
}
