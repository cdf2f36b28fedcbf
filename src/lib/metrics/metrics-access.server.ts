import { createHash, timingSafeEqual } from 'node:crypto';

const FORWARDED = [
  ...['forwarded', 'via', 'x-real-ip'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-server'],
];

const LOOPBACK = /^(127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/;
const LOOPBACK_HOST = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

interface Request {
  /** The address at the other end of the connection. */
  peer: string | undefined;
  headers: Pick<Headers, 'get' | 'has'>;
}

/**
 * A request may read the metrics if it comes from this machine or has METRICS_TOKEN. A proxy on this machine has its
 * address too, but adds a header or keeps the public host name.
 */
export function mayReadMetrics({ peer = '', headers }: Request, token: string | undefined): boolean {
  const sent = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token && sent && isSame(sent, token)) return true;
  const direct = !FORWARDED.some((name) => headers.has(name));
  return direct && LOOPBACK.test(peer) && LOOPBACK_HOST.test(headers.get('host') ?? '');
}

/** In constant time, so that the delay reveals nothing about the token. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
