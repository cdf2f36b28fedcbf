import { createContext } from 'svelte';
import { invalidate } from '$app/navigation';
import type { Socket } from 'socket.io-client';
import type { ClientEvents, ServerEvents, Watched } from './events.ts';
import { RECONNECT } from './reconnect-backoff.ts';
import { canUnpack } from './verdict-messages.ts';

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting' | 'offline';

type Listeners = Partial<ServerEvents>;

interface Watcher {
  /** Slug; null for the front page's room. */
  verdict: string | null;
  onWatched: (watched: Watched & { ok: true }) => void;
  /** Settles once the server has acknowledged the last `verdict:watch`. */
  acknowledged: Promise<unknown>;
}

/** Milliseconds over which pages spread their reloads after a change of the site. */
const SPREAD = 2_000;
/** Milliseconds until an unacknowledged `verdict:watch` is given up. */
const ACK_TIMEOUT = 10_000;
/** Milliseconds after which a rate-limited `verdict:watch` is sent again: the limit counts by the second. */
const RATE_LIMIT_DELAY = 1_500;
/** Milliseconds before connecting again after the server has ended the connection. */
const SERVER_DISCONNECT_DELAY = 500;

export const [useConnection, provideConnection] = createContext<LiveConnection>();

/**
 * The browser tab's only connection to the server. It lives as long as the root layout. It connects once an account is
 * signed in or a page watches a room, and enters the watched rooms again after each reconnection.
 */
export class LiveConnection {
  #state = $state<ConnectionStatus>('connecting');
  #socket: Socket<ServerEvents, ClientEvents> | null = null;
  #opened = false;
  #account: string | null = null;
  readonly #watchers = new Set<Watcher>();
  readonly #connectHandlers = new Set<() => void>();
  readonly #listeners = new Set<Listeners>([
    {
      'server:leaving': ({ retryIn }) =>
        this.#socket!.io.reconnectionDelay(Math.round(100 + Math.random() * retryIn)),
      'site:changed': (what) => setTimeout(() => void invalidate(what), Math.random() * SPREAD),
    },
  ]);

  get state(): ConnectionStatus {
    return this.#state;
  }

  /** Connects as this account. The server reads the session in the handshake only, so a change of account reconnects. */
  setAccount(username: string | null): void {
    if (username === this.#account) return;
    this.#account = username;
    this.#socket?.disconnect();
    this.#state = 'connecting';
    this.#connect();
  }

  /** Receives messages until the returned function is called. */
  listen(listeners: Listeners): () => void {
    this.#listeners.add(listeners);
    return () => this.#listeners.delete(listeners);
  }

  /** Runs at each (re)connection until the returned function is called. Messages sent before it are missing. */
  onConnect(handler: () => void): () => void {
    this.#connectHandlers.add(handler);
    return () => this.#connectHandlers.delete(handler);
  }

  /** Enters a room now and after each reconnection, until the returned function is called. */
  watch(verdict: string | null, listeners: Listeners, onWatched: Watcher['onWatched']): () => void {
    const watcher: Watcher = { verdict, onWatched, acknowledged: Promise.resolve() };
    this.#watchers.add(watcher);
    const stopListening = this.listen(listeners);
    if (this.#socket?.connected) void this.#enter(watcher);
    else this.#connect();
    return () => {
      stopListening();
      this.#watchers.delete(watcher);
      // Until the server has entered the room it ignores `verdict:unwatch`.
      void watcher.acknowledged.then(() => this.#leave(verdict));
    };
  }

  /** Dropped while disconnected: it is of no use later. */
  sendTyping(verdict: string): void {
    this.#socket?.volatile.emit('comment:typing', { verdict });
  }

  #connect(): void {
    if (this.#account === null && this.#watchers.size === 0) return;
    if (!this.#opened) void this.#open();
    else if (navigator.onLine && this.#socket?.active === false) this.#socket.connect();
  }

  async #open(): Promise<void> {
    this.#opened = true;
    addEventListener('offline', () => this.#onOffline());
    addEventListener('online', () => this.#onOnline());
    if (!navigator.onLine) this.#state = 'offline';
    // Not part of the first load: the page can be read before it is live.
    const { io } = await import('socket.io-client');
    const socket: Socket<ServerEvents, ClientEvents> = io({
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      ...RECONNECT,
    });
    this.#socket = socket;
    socket.on('connect', () => this.#onConnected(socket));
    socket.on('disconnect', (reason) => {
      this.#state = navigator.onLine ? 'reconnecting' : 'offline';
      // The session ended or the role changed: reconnect with the rights of now.
      if (reason === 'io server disconnect') setTimeout(() => this.#connect(), SERVER_DISCONNECT_DELAY);
    });
    socket.on('connect_error', () => {
      if (this.#state === 'connecting') this.#state = navigator.onLine ? 'reconnecting' : 'offline';
    });
    socket.onAny((event: keyof ServerEvents, message) => {
      for (const listeners of [...this.#listeners]) listeners[event]?.(message as never);
    });
  }

  #onConnected(socket: Socket): void {
    this.#state = 'live';
    socket.io.reconnectionDelay(RECONNECT.reconnectionDelay);
    for (const handler of this.#connectHandlers) handler();
    for (const watcher of this.#watchers) void this.#enter(watcher);
  }

  async #enter(watcher: Watcher): Promise<void> {
    const { verdict } = watcher;
    const acknowledged = this.#socket!.timeout(ACK_TIMEOUT)
      .emitWithAck('verdict:watch', { verdict, packed: canUnpack })
      .catch(() => null) as Promise<Watched | null>;
    watcher.acknowledged = acknowledged;
    const watched = await acknowledged;
    if (!this.#watchers.has(watcher)) return;
    if (watched?.ok) watcher.onWatched(watched);
    // Pages share the connection's rate limit, so quick navigation can reach it. Otherwise the next connection retries.
    else if (watched?.code === 'rate-limited') setTimeout(() => this.#retry(watcher), RATE_LIMIT_DELAY);
  }

  #retry(watcher: Watcher): void {
    if (this.#socket!.connected && this.#watchers.has(watcher)) void this.#enter(watcher);
  }

  #leave(verdict: string | null): void {
    // The next page may watch the same room.
    if ([...this.#watchers].some((watcher) => watcher.verdict === verdict)) return;
    if (this.#socket?.connected) this.#socket.emit('verdict:unwatch', { verdict }, () => {});
  }

  // The browser knows at once that the network is gone; the socket may take half a minute. Disconnected rather than
  // closed: an engine closed while it opens makes socket.io wait for its whole timeout.
  #onOffline(): void {
    this.#state = 'offline';
    this.#socket?.disconnect();
  }

  #onOnline(): void {
    if (this.#state === 'offline') this.#state = 'reconnecting';
    this.#connect();
  }
}
