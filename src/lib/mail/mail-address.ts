/** Longest address that SMTP can carry (RFC 5321, erratum 1690). */
const LONGEST = 254;

/**
 * Whether this can be a recipient: one bare address without anything that would end a header or start another address.
 * Wider than what our schemas accept.
 */
export function isSendable(address: string): boolean {
  return address.length <= LONGEST && /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u.test(address);
}

/** The address of `Name <address>` or of a bare one; null if it has none. */
export function addressOf(from: string): string | null {
  const address = /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;
  return isSendable(address.trim()) ? address.trim() : null;
}

/** An address as it is compared: of upper and lower case, few servers make a difference, and people none. */
export function foldedAddress(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * The mailbox that an address leads to, for limits: `ada+news@…` is Ada's with most providers, and she would get all
 * that is sent to any tag. Never for anything else, as with the others it is somebody else's.
 */
export function mailboxOf(address: string): string {
  return foldedAddress(address).replace(/(?<=.)\+[^@]*(?=@)/, '');
}
