import { clearAddresses } from './feedback.store.server.ts';

/** Days that a sender's email address is kept: feedback this old has been answered or never will be. */
export const ADDRESS_KEPT_DAYS = 365;

/** @returns how many addresses were removed; the messages stay */
export async function removeOldAddresses(now: Date): Promise<number> {
  return clearAddresses(new Date(now.getTime() - ADDRESS_KEPT_DAYS * 24 * 3600_000));
}
