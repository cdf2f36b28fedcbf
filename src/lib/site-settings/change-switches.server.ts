import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { log } from '#lib/log.server.ts';
import { findSwitches, forgetSiteSettings } from './find-site-settings.server.ts';
import type { Switches } from './site-settings.ts';
import { writeSettings } from './site-settings.store.server.ts';

/** Sets the given emergency switches. @throws Refusal `sign-in-first`, `forbidden` */
export async function changeSwitches(
  switches: Partial<Switches>,
  { actor, now }: RequestContext,
): Promise<Switches> {
  const { username } = requireAdmin(actor);
  return setSwitches(switches, { by: username, now });
}

/** For the command line. A trigger notifies all processes at once. */
export async function setSwitches(
  switches: Partial<Switches>,
  { by, now }: { by: string; now: Date },
): Promise<Switches> {
  await writeSettings({ ...switches }, now);
  forgetSiteSettings();
  const all = await findSwitches();
  log.info({ by, switches: all }, 'the emergency switches were set');
  return all;
}
