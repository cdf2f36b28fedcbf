import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';
import { processState } from '#lib/process-state.ts';
import { connectProcesses, type ProcessLink } from './adapter.server.ts';
import { ConnectionGuard } from './connection-guard.server.ts';
import type { ClientEvents, ServerEvents } from './events.ts';
import type { PresenceMessage } from './presence.ts';

export interface SocketData {
  /** Its key in the presence counts. */
  reader: string;
  /** The session’s hashed id; null if signed out. */
  session: string | null;
  /** Whether it may send `comment:typing`: false if blocked from commenting. Checked again when it reconnects. */
  mayWrite: boolean;
  watching: Set<string>;
}

interface ProcessEvents {
  'presence:changed': (message: PresenceMessage) => void;
  /** A process has started or missed something: send it all readers of `from`, or of every process. */
  'presence:asked': (from?: string) => void;
  'presence:left': (from: string) => void;
}

export type LiveServer = Server<ClientEvents, ServerEvents, ProcessEvents, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, ProcessEvents, SocketData>;

/** The live code's part; a hot reload replaces it as a whole, while the server stays. */
export interface Handlers {
  admit: (socket: LiveSocket) => Promise<void>;
  serve: (socket: LiveSocket) => void;
  onPresenceChanged: ProcessEvents['presence:changed'];
  onReadersRequested: ProcessEvents['presence:asked'];
  onProcessLeft: ProcessEvents['presence:left'];
  stop: () => void;
}

export interface Live {
  io: LiveServer;
  handlers: Handlers;
  /** Called by the entry on a stop signal: tells clients to reconnect. */
  close: () => Promise<void>;
  /** Called by the entry after the last response: sends the other processes what is pending. */
  end: () => Promise<void>;
}

const live = processState<Live>('live');
const http = processState<HttpServer>('http');

/** Messages from clients are a slug and an id. */
const MAX_MESSAGE_BYTES = 4096;

/** Milliseconds over which clients spread their reconnects, so that a restart doesn't cause a stampede. */
const RECONNECT_WITHIN = 4000;

/** The live server; null on the command line, in the build and in tests of use cases. */
export function liveServer(): LiveServer | null {
  return live.value?.io ?? null;
}

/** Attaches the live server to the process's http server. Called again after a hot reload, it replaces the handlers. */
export async function attach(handlers: Handlers): Promise<void> {
  if (!http.value) return;
  if (live.value) {
    live.value.handlers.stop();
    live.value.handlers = handlers;
    return;
  }
  const link = await connectProcesses();
  const guard = new ConnectionGuard();
  const io = createServer(http.value, guard, link);
  const own: Live = { io, handlers, close: () => close(own), end: () => end(own, link) };
  live.value = own;
  io.engine.use((request: IncomingMessage, _response: unknown, next: (err?: Error) => void) =>
    next(isOwnRequest(request) ? undefined : new Error('foreign request')),
  );
  guard.watch(io);
  dispatch(own);
}

function createServer(server: HttpServer, guard: ConnectionGuard, { adapter }: ProcessLink): LiveServer {
  return new Server(server, {
    ...(adapter ? { adapter } : {}),
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    allowRequest: (request, callback) => {
      const why = guard.whyRefuse(request);
      callback(why, why === null);
    },
  });
}

function dispatch(own: Live): void {
  const { io } = own;
  io.on('presence:changed', (message) => own.handlers.onPresenceChanged(message));
  io.on('presence:asked', (from) => own.handlers.onReadersRequested(from));
  io.on('presence:left', (from) => own.handlers.onProcessLeft(from));
  io.use((socket, next) => {
    own.handlers.admit(socket).then(
      () => next(),
      (err: unknown) => {
        // After an error message a client doesn't retry by itself; after a lost connection it does, with backoff.
        log.warn({ err }, 'a socket could not be admitted');
        socket.conn.close();
        // Without this, socket.io would keep the socket forever. It doesn't admit it, because the connection is closed.
        next();
      },
    );
  });
  io.on('connection', (socket) => own.handlers.serve(socket));
}

// engine.io calls `allowRequest` for handshakes only. The attack: on a page of another host of the same domain, a script
// element sends our cookie and no Origin, reads the JSONP response, and then uses the session.
function isOwnRequest(request: IncomingMessage): boolean {
  const { _query: query } = request as IncomingMessage & { _query: Record<string, string> };
  return isSameOrigin(request) && query['j'] === undefined;
}

/** The attack: another site opens a socket with the reader's cookie. Programs that aren't browsers send no Origin. */
function isSameOrigin(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  return origin === undefined || origin === settings().ORIGIN;
}

async function close({ io, handlers }: Live): Promise<void> {
  handlers.stop();
  io.local.emit('server:leaving', { retryIn: RECONNECT_WITHIN });
  await new Promise((done) => setTimeout(done, 50));
  io.engine.close();
}

async function end({ io, handlers }: Live, link: ProcessLink): Promise<void> {
  // Requests that finished after `close` may have changed something: readers elsewhere must not wait for a heartbeat.
  handlers.stop();
  await io.of('/').adapter.close();
  await link.close();
}
