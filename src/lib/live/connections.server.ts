import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import { networkOf } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { countLive } from '#lib/metrics.server.ts';

type Engine = Server['engine'];
/** A connection beneath a socket, as far as engine.io's types leave it open. */
interface Connection {
  request: IncomingMessage;
  writeBuffer: { data?: unknown }[];
  transport: { name: string; socket?: { bufferedAmount: number; terminate: () => void } };
  once: (event: 'close', listener: () => void) => void;
  close: (discard: boolean) => void;
}

/**
 * Connections from one address (of IPv6: one /64). A school or an office behind one has dozens of readers with a few
 * tabs each; a machine that opens ten thousand would take 170 MB and every place there is.
 */
export const MAX_FROM_ONE_ADDRESS = 500;

/**
 * Bytes that may wait for one client. A storm of fifty comments a second makes this much in some ten seconds; whoever
 * is further behind is cut, comes back and asks what changed, which is less than all that was said meanwhile.
 */
export const MAX_UNREAD = 1_000_000;

/** How often the waiting bytes are counted: in a second even a storm adds little to what is allowed. */
const LOOK_EVERY = 1_000;

const byAddress = new Map<string, number>();

/** Why a connection is refused, or null. Called before it is made. */
export function mayConnect(request: IncomingMessage): string | null {
  const count = byAddress.get(networkOf(addressOf(request))) ?? 0;
  if (count < MAX_FROM_ONE_ADDRESS || settings().RATE_LIMITS === 'off') return null;
  countLive('refused');
  return 'too many connections from one address';
}

/** Counts connections by address and watches that none lets too much wait. */
export function guardConnections(engine: Engine): void {
  engine.on('connection', (connection: Connection) => {
    const address = networkOf(addressOf(connection.request));
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
    countLive('opened');
    connection.once('close', () => {
      countLive('closed');
      const left = byAddress.get(address)! - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
  });
  const watch = setInterval(() => {
    const { clients } = engine as unknown as { clients: Record<string, Connection> };
    for (const connection of Object.values(clients)) if (unread(connection) > MAX_UNREAD) cut(connection);
  }, LOOK_EVERY);
  watch.unref();
}

/** Who is at the other end: with `n` trusted proxies, what the first of them wrote, n-th from the right. */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  proxies = settings().TRUST_PROXY,
): string {
  const direct = socket.remoteAddress ?? 'unknown';
  if (proxies === 0) return direct;
  const chain = String(headers['x-forwarded-for'] ?? '').split(',');
  return chain.at(-proxies)?.trim() || direct;
}

/** Bytes given to the socket and not yet taken by the client's machine. */
function unread({ writeBuffer, transport }: Connection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
  return bytes;
}

function cut(connection: Connection): void {
  countLive('slow');
  log.info({ address: addressOf(connection.request) }, 'a client that does not read was cut');
  // A goodbye would wait in the same queue.
  if (connection.transport.socket) connection.transport.socket.terminate();
  else connection.close(true);
}
