import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import { clientAddress } from '#lib/http/client-address.server.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { countLive } from '#lib/metrics/metrics.server.ts';
import { toReplace } from './connection-rules.ts';
import { terminate, type EngineConnection } from './engine-connection.server.ts';
import { Slot, TrackedConnection } from './tracked-connection.server.ts';

type Io = Pick<Server, 'engine' | 'use' | 'on'>;

const TRACKED = Symbol('tracked');

/** On the connection and not in a map, because there are thousands. */
type Connection = EngineConnection & { [TRACKED]?: TrackedConnection };

// Connections from one address (of IPv6: one /64). A school or an office behind one has dozens of readers with a few
// tabs each; a machine that opens ten thousand would take 170 MB and every slot there is.
export const MAX_PER_ADDRESS = 500;

/** Packets that a client may send in a second. A page sends one now and then; a flood would keep the process parsing. */
export const MAX_PACKETS_A_SECOND = 50;

/** How often connections are checked: even a storm queues little for a client in a second. */
const CHECK_EVERY = 1_000;

/** Milliseconds that engine.io keeps a closing session for a next poll that would receive the close; 30 s by default. */
const CLOSE_TIMEOUT = 2_000;

const TOO_MANY = 'too many connections from one address';

export interface GuardOptions {
  now?: () => number;
  limited?: () => boolean;
  maxPerAddress?: number;
}

/**
 * Limits the connections of an address, and ends those whose client is gone, floods or doesn't read. A polling session
 * counts as one, and so does every upgraded TCP connection, even if no session uses it.
 */
export class ConnectionGuard {
  readonly #byAddress = new Map<string, Set<Slot>>();
  readonly #now: () => number;
  readonly #limited: () => boolean;
  readonly #maxPerAddress: number;

  constructor({
    now = () => Math.round(performance.now()),
    limited = () => settings().RATE_LIMITS === 'on',
    maxPerAddress = MAX_PER_ADDRESS,
  }: GuardOptions = {}) {
    this.#now = now;
    this.#limited = limited;
    this.#maxPerAddress = maxPerAddress;
  }

  watch(io: Io): void {
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: (err?: Error) => void) => {
      const why = this.#whyRefuseRequest(io, request, response);
      if (why !== 'responded') next(why ?? undefined);
    });
    io.engine.on('connection', (connection: Connection) => this.#opened(connection));
    io.use((socket, next) => {
      // One CONNECT at a time: each makes a socket, and a client could send many before the first is admitted.
      const tracked = trackedOf(socket.conn);
      if (tracked?.inUse) terminate(tracked.connection);
      else tracked?.join(socket);
      next();
    });
    io.on('connection', (socket) => trackedOf(socket.conn)?.admit());
    setInterval(() => this.check(), CHECK_EVERY).unref();
  }

  /** A new connection may replace one that is idle or gone. A refused client retries with backoff. */
  whyRefuse(request: IncomingMessage): string | null {
    if (!this.#limited() || this.#makeRoom(addressKey(request))) return null;
    countLive('refused');
    return TOO_MANY;
  }

  check(): void {
    const now = this.#now();
    for (const slots of this.#byAddress.values()) for (const slot of slots) slot.check(now);
  }

  #opened(connection: Connection): void {
    const address = addressKey(connection.request);
    const tracked = new TrackedConnection(connection, this.#now());
    connection[TRACKED] = tracked;
    connection.on('packet', () => {
      if (tracked.countPacket(this.#now()) > MAX_PACKETS_A_SECOND && this.#limited()) tracked.end('flood');
    });
    const slot = new Slot(
      tracked,
      connection.transport.name === 'polling' ? null : connection.request.socket,
    );
    this.#take(address, slot);
    if (slot.tcp) return;
    connection.on('close', () => this.#free(address, slot));
    // After an upgrade, the websocket has its own slot.
    connection.on('upgrade', () => this.#free(address, slot));
    connection.transport.closeTimeout = CLOSE_TIMEOUT;
    // Before engine.io's own listener, which may respond to the poll at once.
    connection.transport.prependListener('ready', () => tracked.notePoll(this.#now()));
  }

  /** Checks what engine.io doesn't: it calls `whyRefuse` only for requests without a session. */
  #whyRefuseRequest(io: Io, request: IncomingMessage, response: ServerResponse): Error | 'responded' | null {
    const { _query: query } = request as IncomingMessage & { _query: Record<string, string | undefined> };
    const { clients } = io.engine as unknown as { clients: Record<string, Connection> };
    const { sid = '', transport } = query;
    const connection = Object.hasOwn(clients, sid) ? clients[sid] : undefined;
    if (response instanceof ServerResponse) {
      if (!connection || request.method === 'GET' || request.method === 'POST') return null;
      response.writeHead(405, { allow: 'GET, POST', connection: 'close' }).end();
      return 'responded';
    }
    // engine.io would open a websocket that it can't use, close it, and wait for the client to confirm.
    if (transport !== 'websocket') return new Error('not a websocket');
    return connection ? this.#whyRefuseUpgrade(connection, request) : null;
  }

  #whyRefuseUpgrade(connection: Connection, request: IncomingMessage): Error | null {
    if (connection.upgrading || connection.transport.name !== 'polling') return new Error('already upgraded');
    const address = addressKey(request);
    if (this.#limited() && !this.#makeRoom(address)) return new Error(TOO_MANY);
    const tracked = trackedOf(connection);
    if (tracked) this.#take(address, new Slot(tracked, request.socket));
    return null;
  }

  #makeRoom(address: string): boolean {
    const slots = this.#byAddress.get(address);
    if (!slots || slots.size < this.#maxPerAddress) return true;
    const slot = toReplace(slots, this.#now());
    if (!slot) return false;
    slot.replace();
    this.#free(address, slot);
    return true;
  }

  #take(address: string, slot: Slot): void {
    // A client can disconnect during the handshake, and then no 'close' follows.
    if (slot.tcp?.closed) return;
    const slots = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, slots.add(slot));
    countLive('opened');
    // Not `once`: its wrapper would take more memory than the listener, for each of thousands.
    slot.tcp?.on('close', () => this.#free(address, slot));
  }

  #free(address: string, slot: Slot): void {
    const slots = this.#byAddress.get(address);
    if (!slots?.delete(slot)) return;
    countLive('closed');
    if (slots.size === 0) this.#byAddress.delete(address);
  }
}

const addressKey = (request: IncomingMessage): string => networkOf(clientAddress(request));

function trackedOf(connection: object): TrackedConnection | undefined {
  return (connection as Connection)[TRACKED];
}
