import { Refusal } from '#lib/refusal.ts';
import { findSwitches } from './find-site-settings.server.ts';
import { readOnlyNotice } from './site-settings.ts';

/** Refuses to write while the admin has switched that off, in the admin's words. @throws Refusal `read-only` */
export async function refuseReadOnly(): Promise<void> {
  const message = readOnlyNotice(await findSwitches());
  if (message !== null) throw new Refusal('read-only', { message });
}
