import { requireModerator } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { AlertSettings } from './alert-settings.ts';
import { readAlertSettings, stopAlertMail, writeAlertSettings } from './alert.store.server.ts';

export async function findAlerts(userId: string): Promise<AlertSettings> {
  return readAlertSettings(userId);
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function changeAlerts(settings: AlertSettings, { actor }: RequestContext): Promise<void> {
  await writeAlertSettings(requireModerator(actor).id, settings);
}

/** Idempotent. */
export async function stopAlertsByMail(userId: string): Promise<void> {
  await stopAlertMail(userId);
}
