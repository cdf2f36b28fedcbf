import { randomUUID } from 'node:crypto';

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by time. */
export function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const rest = randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}
