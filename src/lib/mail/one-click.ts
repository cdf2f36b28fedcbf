/** RFC 8058: the mail program's own button sends a POST to this address, which needs nothing else. */
export function oneClickHeaders(address: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${address}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
