import { createHash, timingSafeEqual } from 'node:crypto';

/** Headers with which a proxy says that it passes on the request of somebody else. */
const FORWARDED = [
  ...['forwarded', 'via', 'x-real-ip'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-server'],
];

const LOOPBACK = /^(127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/;
const LOOPBACK_HOST = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/;

interface Request {
  /** The address at the other end of the connection, whatever any header says. */
  peer: string | undefined;
  headers: Pick<Headers, 'get' | 'has'>;
}

/**
 * Whether a request may read the metrics: it comes from this machine, or it has the token of the setting METRICS_TOKEN.
 * A proxy on this machine has its address too, but says for whom it asks, or keeps the public name in Host.
 */
export function mayReadMetrics({ peer = '', headers }: Request, token: string | undefined): boolean {
  const sent = /^Bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token && sent && same(sent, token)) return true;
  const direct = !FORWARDED.some((name) => headers.has(name));
  return direct && LOOPBACK.test(peer) && LOOPBACK_HOST.test(headers.get('host') ?? '');
}

/** Compares in constant time, so that the answer's delay tells nothing about the token. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a!, b!);
}
