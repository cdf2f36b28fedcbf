import { clearAddresses } from './feedback.store.server.ts';

/** Days for which the address given with a message is kept: by then it was answered, or never will be. */
export const ADDRESS_KEPT_DAYS = 365;

/** @returns how many addresses were forgotten; the messages stay */
export async function removeOldAddresses(now: Date): Promise<number> {
  return clearAddresses(new Date(now.getTime() - ADDRESS_KEPT_DAYS * 24 * 3600_000));
}
