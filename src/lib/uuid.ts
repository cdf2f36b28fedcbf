const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids from addresses are checked before they reach the database, which answers a malformed one with a fault. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
