import { Refusal } from '#lib/refusal.ts';
import { findSwitches } from './find-site-settings.server.ts';
import { readOnlyNotice } from './site-settings.ts';

/** @throws Refusal `read-only`, with the admin's message */
export async function refuseReadOnly(): Promise<void> {
  const message = readOnlyNotice(await findSwitches());
  if (message !== null) throw new Refusal('read-only', { message });
}
