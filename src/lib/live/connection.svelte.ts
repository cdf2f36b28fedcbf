import { invalidate } from '$app/navigation';
import type { Socket } from 'socket.io-client';
import type { ClientEvents, ServerEvents } from './events.ts';
import { RECONNECT } from './reconnect.ts';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** Milliseconds over which pages ask what changed on the site, so that they don't all ask in the same moment. */
const SPREAD = 2_000;

export type LiveSocketClient = Socket<ServerEvents, ClientEvents>;

/**
 * This page's line to the server, made when the page is mounted and closed when it goes. `onLive` runs at every
 * (re)connection: it watches its rooms and catches up.
 */
export class LiveConnection {
  #state = $state<ConnectionState>('connecting');
  #socket: LiveSocketClient | null = null;
  #closed = false;
  readonly #onLive: (socket: LiveSocketClient) => void;
  readonly #listen: (socket: LiveSocketClient) => void;

  constructor(handlers: {
    listen: (socket: LiveSocketClient) => void;
    onLive: (socket: LiveSocketClient) => void;
  }) {
    this.#listen = handlers.listen;
    this.#onLive = handlers.onLive;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The socket, where there is one; what is sent while it is away is not wanted later. */
  get socket(): LiveSocketClient | null {
    return this.#socket;
  }

  async open(): Promise<void> {
    addEventListener('offline', this.#wentOffline);
    addEventListener('online', this.#cameOnline);
    if (!navigator.onLine) this.#state = 'offline';
    // Not part of the first load: the page is read before it is live.
    const { io } = await import('socket.io-client');
    if (this.#closed) return;
    const socket: LiveSocketClient = io({
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      ...RECONNECT,
    });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#state = 'live';
      socket.io.reconnectionDelay(RECONNECT.reconnectionDelay);
      this.#onLive(socket);
    });
    socket.on('disconnect', (reason) => {
      this.#state = navigator.onLine ? 'reconnecting' : 'offline';
      // The server ended this one (a session was closed, rights changed): come back as who one is now.
      if (reason === 'io server disconnect') setTimeout(() => this.#closed || socket.connect(), 500);
    });
    socket.on('connect_error', () => {
      if (this.#state === 'connecting') this.#state = navigator.onLine ? 'reconnecting' : 'offline';
    });
    socket.on('server:leaving', ({ retryIn }) => {
      socket.io.reconnectionDelay(Math.round(100 + Math.random() * retryIn));
    });
    socket.on('site:changed', (what) => {
      setTimeout(() => void invalidate(what), Math.random() * SPREAD);
    });
    this.#listen(socket);
  }

  close(): void {
    this.#closed = true;
    removeEventListener('offline', this.#wentOffline);
    removeEventListener('online', this.#cameOnline);
    this.#socket?.disconnect();
  }

  // A socket may not notice for half a minute that the network is gone; the browser says so at once. Disconnected,
  // not only closed: an engine that is closed while it opens keeps socket.io waiting for its whole time-out.
  readonly #wentOffline = () => {
    this.#state = 'offline';
    this.#socket?.disconnect();
  };

  readonly #cameOnline = () => {
    if (this.#state === 'offline') this.#state = 'reconnecting';
    this.#socket?.connect();
  };
}
