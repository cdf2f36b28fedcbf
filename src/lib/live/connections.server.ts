import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { Server } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import { networkOf } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { countLive } from '#lib/metrics/metrics.server.ts';
import { toReplace, whyEnd, type ConnectionState, type EndReason } from './slots.ts';

/** The parts of socket.io's server that the guard listens to, whatever its event maps. */
type Io = Pick<Server, 'engine' | 'use' | 'on'>;

const HELD = Symbol('held');

/** An engine.io connection beneath a socket, including the fields that its types leave out. */
interface Connection {
  request: IncomingMessage;
  readyState: 'opening' | 'open' | 'closing' | 'closed';
  upgrading: boolean;
  writeBuffer: { data?: unknown }[];
  transport: Transport;
  on: (event: 'packet' | 'close' | 'upgrade', listener: () => void) => void;
  close: (discard: boolean) => void;
  /** Here and not in a map: there are thousands. */
  [HELD]?: Held;
}

interface Transport {
  name: string;
  /** Of a polling transport: a poll is open. */
  writable: boolean;
  /** Of a polling transport: the answer to the open poll. */
  res?: ServerResponse | null;
  closeTimeout?: number;
  prependListener: (event: 'ready', listener: () => void) => void;
  /** Of a websocket transport. */
  socket?: { bufferedAmount: number; terminate: () => void; _socket?: TcpSocket | null };
}

/**
 * Connections from one address (of IPv6: one /64). A school or an office behind one has dozens of readers with a few
 * tabs each; a machine that opens ten thousand would take 170 MB and every place there is.
 */
export const MAX_FROM_ONE_ADDRESS = 500;

/** Packets that a client may send in a second. A page sends one now and then; a flood would keep the process parsing. */
export const MAX_PACKETS_A_SECOND = 50;

/** How often connections are examined: in a second even a storm adds little to what may wait for a client. */
const LOOK_EVERY = 1_000;

/**
 * Milliseconds that a TCP connection may outlive the session it belonged to, or the upgrade it was opened for: engine.io
 * gives an upgrade as long, and a client that is there confirms a close within a round trip.
 */
const LINGER = 10_000;

/** Milliseconds that engine.io keeps a closing session for a next poll that would collect the goodbye; 30 s by default. */
const GOODBYE_WITHIN = 2_000;

export interface GuardOptions {
  /** Milliseconds on a monotonic clock. */
  now?: () => number;
  /** Whether limits by address and by second hold; they don't in load tests. */
  limited?: () => boolean;
  most?: number;
}

/**
 * Limits what one address can hold of the live server, and ends connections whose client is gone, sends too much or
 * doesn't read. A session that polls counts as one connection, and so does every upgraded TCP connection until it
 * closes, whether or not a session uses it.
 */
export class ConnectionGuard {
  readonly #byAddress = new Map<string, Set<Slot>>();
  readonly #now: () => number;
  readonly #limited: () => boolean;
  readonly #most: number;

  constructor({
    now = () => Math.round(performance.now()),
    limited = () => settings().RATE_LIMITS === 'on',
    most = MAX_FROM_ONE_ADDRESS,
  }: GuardOptions = {}) {
    this.#now = now;
    this.#limited = limited;
    this.#most = most;
  }

  /** Follows the connections of `io`. Call it before any other middleware is added. */
  watch(io: Io): void {
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: (err?: Error) => void) => {
      const why = this.#whyNotRequest(io, request, response);
      if (why !== 'answered') next(why ?? undefined);
    });
    io.engine.on('connection', (connection: Connection) => this.#opened(connection));
    io.use((socket, next) => {
      // One CONNECT at a time: each makes a socket, and a client could send many before the first is admitted.
      const held = heldOf(socket.conn);
      if (held?.inUse) end(held.connection);
      else held?.join(socket);
      next();
    });
    io.on('connection', (socket) => heldOf(socket.conn)?.admit());
    setInterval(() => this.look(), LOOK_EVERY).unref();
  }

  /**
   * Why a new connection is refused, or null. Where its address is full, it takes the place of one that is idle or gone.
   * A refused client tries again by itself, at longer and longer intervals.
   */
  whyRefuse(request: IncomingMessage): string | null {
    if (!this.#limited() || this.#makeRoom(networkOf(addressOf(request)))) return null;
    countLive('refused');
    return 'too many connections from one address';
  }

  /** Ends the connections that must end by now. */
  look(): void {
    const now = this.#now();
    for (const slots of this.#byAddress.values()) for (const slot of slots) slot.look(now);
  }

  #opened(connection: Connection): void {
    const address = networkOf(addressOf(connection.request));
    const held = new Held(connection, this.#now());
    connection[HELD] = held;
    connection.on('packet', () => {
      if (held.heard(this.#now()) > MAX_PACKETS_A_SECOND && this.#limited()) held.end('flood');
    });
    const slot = new Slot(held, connection.transport.name === 'polling' ? null : connection.request.socket);
    this.#take(address, slot);
    if (slot.tcp) return;
    connection.on('close', () => this.#free(address, slot));
    // Upgraded, its websocket has a slot of its own.
    connection.on('upgrade', () => this.#free(address, slot));
    connection.transport.closeTimeout = GOODBYE_WITHIN;
    // Before engine.io's own listener, which may answer the poll at once.
    connection.transport.prependListener('ready', () => held.polled(this.#now()));
  }

  /** Checks what engine.io doesn't: it asks `whyRefuse` only about requests that name no session. */
  #whyNotRequest(io: Io, request: IncomingMessage, response: ServerResponse): Error | 'answered' | null {
    const { _query: query } = request as IncomingMessage & { _query: Record<string, string | undefined> };
    const { clients } = io.engine as unknown as { clients: Record<string, Connection> };
    const { sid = '', transport } = query;
    const connection = Object.hasOwn(clients, sid) ? clients[sid] : undefined;
    if (response instanceof ServerResponse) {
      if (!connection || request.method === 'GET' || request.method === 'POST') return null;
      // engine.io would answer 500.
      response.writeHead(405, { allow: 'GET, POST', connection: 'close' }).end();
      return 'answered';
    }
    // Where engine.io has no use for a websocket, it opens it, closes it, and waits for the client to confirm.
    if (transport !== 'websocket') return new Error('not a websocket');
    return connection ? this.#whyNotUpgrade(connection, request) : null;
  }

  #whyNotUpgrade(connection: Connection, request: IncomingMessage): Error | null {
    if (connection.upgrading || connection.transport.name !== 'polling') return new Error('already upgraded');
    const address = networkOf(addressOf(request));
    if (this.#limited() && !this.#makeRoom(address))
      return new Error('too many connections from one address');
    const held = heldOf(connection);
    if (held) this.#take(address, new Slot(held, request.socket));
    return null;
  }

  #makeRoom(address: string): boolean {
    const slots = this.#byAddress.get(address);
    if (!slots || slots.size < this.#most) return true;
    const slot = toReplace(slots, this.#now());
    if (!slot) return false;
    slot.end('replaced');
    this.#free(address, slot);
    return true;
  }

  #take(address: string, slot: Slot): void {
    // A client can hang up during the handshake, and then no 'close' follows.
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

/** The socket on top of a connection. */
interface Joined {
  rooms: Set<string>;
  connected: boolean;
}

/** One live connection, with what the guard remembers of it. */
class Held {
  readonly connection: Connection;
  readonly openedAt: number;
  heardAt: number;
  unusedSince: number;
  #socket: Joined | null = null;
  #admitted = false;
  #secondBegan = 0;
  #packets = 0;
  #answer: ServerResponse | null = null;

  constructor(connection: Connection, now: number) {
    this.connection = connection;
    this.openedAt = this.heardAt = this.unusedSince = now;
  }

  /** Whether a socket uses the connection or is being admitted. */
  get inUse(): boolean {
    return this.#socket !== null && (this.#socket.connected || !this.#admitted);
  }

  /** Whether it would receive messages. Every socket is in a room of its own. */
  get listening(): boolean {
    return (this.#socket?.rooms.size ?? 0) > 1;
  }

  join(socket: Joined): void {
    this.#socket = socket;
    this.#admitted = false;
  }

  admit(): void {
    this.#admitted = true;
  }

  /** Notes a packet. @returns how many arrived in this second */
  heard(now: number): number {
    this.heardAt = now;
    if (now - this.#secondBegan >= 1000) [this.#secondBegan, this.#packets] = [now, 0];
    return ++this.#packets;
  }

  /** Notes a poll. */
  polled(now: number): void {
    this.heardAt = now;
    // A client polls again once it has the last answer. One that doesn't read could leave an answer in our memory with
    // every poll.
    if (this.#answer && !this.#answer.writableFinished && !this.#answer.destroyed) this.end('slow');
    this.#answer = this.connection.transport.res ?? null;
  }

  look(now: number, polling: boolean): void {
    if (polling && this.connection.transport.writable) this.heardAt = now;
    if (this.inUse) this.unusedSince = now;
  }

  end(why: EndReason | 'replaced' | 'flood'): void {
    countLive(why);
    log.debug({ why, address: addressOf(this.connection.request) }, 'a live connection was ended');
    if (this.#answer && !this.#answer.writableFinished) this.#answer.destroy();
    end(this.connection);
  }
}

/** One of an address's places, held by a polling session or by an upgraded TCP connection. */
class Slot implements ConnectionState {
  readonly held: Held;
  readonly tcp: TcpSocket | null;
  /** Since when no session has used the TCP connection. */
  #strayAt: number | null = null;

  constructor(held: Held, tcp: TcpSocket | null) {
    this.held = held;
    this.tcp = tcp;
  }

  get openedAt(): number {
    return this.held.openedAt;
  }

  get heardAt(): number {
    return this.#stray ? -Infinity : this.held.heardAt;
  }

  get polling(): boolean {
    return this.tcp === null;
  }

  get unusedSince(): number | null {
    return this.held.inUse ? null : this.held.unusedSince;
  }

  get listening(): boolean {
    return this.held.listening;
  }

  get unread(): number {
    return unread(this.held.connection);
  }

  look(now: number): void {
    if (this.#stray) {
      this.#strayAt ??= now;
      if (now - this.#strayAt > LINGER) this.tcp!.destroy();
      return;
    }
    this.#strayAt = null;
    this.held.look(now, this.polling);
    const why = whyEnd(this, now);
    if (why) this.held.end(why);
  }

  end(why: 'replaced'): void {
    if (this.#stray) this.tcp!.destroy();
    else this.held.end(why);
  }

  /** Whether it is a TCP connection that its session doesn't use, not yet or no longer. */
  get #stray(): boolean {
    const { readyState, transport } = this.held.connection;
    return this.tcp !== null && (readyState === 'closed' || transport.socket?._socket !== this.tcp);
  }
}

/** The client’s address: with `n` trusted proxies, the entry that the first of them wrote, n-th from the right. */
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

function heldOf(connection: object): Held | undefined {
  return (connection as Connection)[HELD];
}

/** Ends a connection at once: a goodbye would wait behind what the client hasn't read. */
function end(connection: Connection): void {
  connection.transport.socket?.terminate();
  connection.close(true);
}
