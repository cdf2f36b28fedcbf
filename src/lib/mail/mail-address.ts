/** Longest address that SMTP can carry (RFC 5321, erratum 1690). */
const LONGEST = 254;

/**
 * Whether this can be a recipient: one bare address that can't end a header or start another address. Wider than our
 * schemas.
 */
export function isSendable(address: string): boolean {
  return address.length <= LONGEST && /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u.test(address);
}

export function bareAddress(from: string): string | null {
  const address = /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;
  return isSendable(address.trim()) ? address.trim() : null;
}

/** An address for comparison. Few servers distinguish case, and people don't. */
export function foldedAddress(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * The mailbox for limits: with most providers `ada+news@…` is Ada's. Not for anything else, since elsewhere it may be
 * another person's.
 */
export function mailboxOf(address: string): string {
  return foldedAddress(address).replace(/(?<=.)\+[^@]*(?=@)/, '');
}
