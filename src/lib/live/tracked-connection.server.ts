import type { ServerResponse } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { clientAddress } from '#lib/http/client-address.server.ts';
import { log } from '#lib/log.server.ts';
import { countLive } from '#lib/metrics/metrics.server.ts';
import { whyEnd, type ConnectionState, type DisconnectReason } from './connection-rules.ts';
import { terminate, unreadBytes, type EngineConnection } from './engine-connection.server.ts';

// Milliseconds that a TCP connection may outlive the session it belonged to, or the upgrade it was opened for: engine.io
// allows an upgrade as long, and a live client confirms a close within a round trip.
const LINGER = 10_000;

interface JoinedSocket {
  rooms: Set<string>;
  connected: boolean;
}

export class TrackedConnection {
  readonly connection: EngineConnection;
  readonly openedAt: number;
  activeAt: number;
  unusedSince: number;
  #socket: JoinedSocket | null = null;
  #admitted = false;
  #secondBegan = 0;
  #packets = 0;
  #response: ServerResponse | null = null;

  constructor(connection: EngineConnection, now: number) {
    this.connection = connection;
    this.openedAt = this.activeAt = this.unusedSince = now;
  }

  /** Whether a socket uses the connection or is being admitted. */
  get inUse(): boolean {
    return this.#socket !== null && (this.#socket.connected || !this.#admitted);
  }

  /** Whether it would receive messages. Every socket is in its own room. */
  get subscribed(): boolean {
    return (this.#socket?.rooms.size ?? 0) > 1;
  }

  join(socket: JoinedSocket): void {
    this.#socket = socket;
    this.#admitted = false;
  }

  admit(): void {
    this.#admitted = true;
  }

  countPacket(now: number): number {
    this.activeAt = now;
    if (now - this.#secondBegan >= 1000) [this.#secondBegan, this.#packets] = [now, 0];
    return ++this.#packets;
  }

  notePoll(now: number): void {
    this.activeAt = now;
    // A client polls again once it has the last response. One that doesn't read could leave a response in our memory
    // with every poll.
    if (this.#response && !this.#response.writableFinished && !this.#response.destroyed) this.end('slow');
    this.#response = this.connection.transport.res ?? null;
  }

  check(now: number, polling: boolean): void {
    if (polling && this.connection.transport.writable) this.activeAt = now;
    if (this.inUse) this.unusedSince = now;
  }

  end(why: DisconnectReason | 'replaced' | 'flood'): void {
    countLive(why);
    log.debug({ why, address: clientAddress(this.connection.request) }, 'a live connection was ended');
    if (this.#response && !this.#response.writableFinished) this.#response.destroy();
    terminate(this.connection);
  }
}

/** One of an address's slots, held by a polling session or by an upgraded TCP connection. */
export class Slot implements ConnectionState {
  readonly tracked: TrackedConnection;
  readonly tcp: TcpSocket | null;
  /** Since when no session has used the TCP connection. */
  #strayAt: number | null = null;

  constructor(tracked: TrackedConnection, tcp: TcpSocket | null) {
    this.tracked = tracked;
    this.tcp = tcp;
  }

  get openedAt(): number {
    return this.tracked.openedAt;
  }

  get activeAt(): number {
    return this.#stray ? -Infinity : this.tracked.activeAt;
  }

  get polling(): boolean {
    return this.tcp === null;
  }

  get unusedSince(): number | null {
    return this.tracked.inUse ? null : this.tracked.unusedSince;
  }

  get subscribed(): boolean {
    return this.tracked.subscribed;
  }

  get unread(): number {
    return unreadBytes(this.tracked.connection);
  }

  check(now: number): void {
    if (this.#stray) {
      this.#strayAt ??= now;
      if (now - this.#strayAt > LINGER) this.tcp!.destroy();
      return;
    }
    this.#strayAt = null;
    this.tracked.check(now, this.polling);
    const why = whyEnd(this, now);
    if (why) this.tracked.end(why);
  }

  replace(): void {
    if (this.#stray) this.tcp!.destroy();
    else this.tracked.end('replaced');
  }

  /** Whether it is a TCP connection that its session doesn't use, not yet or no longer. */
  get #stray(): boolean {
    const { readyState, transport } = this.tracked.connection;
    return this.tcp !== null && (readyState === 'closed' || transport.socket?._socket !== this.tcp);
  }
}
