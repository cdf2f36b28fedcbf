import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';
import { meetNeighbours, type Neighbours } from './adapter.server.ts';
import { ConnectionGuard } from './connections.server.ts';
import type { ClientEvents, ServerEvents } from './events.ts';
import type { PresenceNews } from './presence.ts';

export interface SocketData {
  /** What presence counts it as: see readerOf. */
  reader: string;
  /** The session’s hashed id; null where nobody is signed in. */
  session: string | null;
  /** May say that it is writing: not who is kept from commenting. Cut sockets come back and are asked anew. */
  mayWrite: boolean;
  /** Slugs of the verdicts it watches. */
  watching: Set<string>;
}

/** What processes tell each other. */
interface ProcessEvents {
  'presence:changed': (news: PresenceNews) => void;
  /** A process has just started or has missed something: send it all that `of` counts, or every process. */
  'presence:asked': (of?: string) => void;
  'presence:left': (from: string) => void;
}

export type LiveServer = Server<ClientEvents, ServerEvents, ProcessEvents, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, ProcessEvents, SocketData>;

/** What the live code does with sockets; replaced as a whole by a hot reload, while the server stays. */
export interface Handlers {
  admit: (socket: LiveSocket) => Promise<void>;
  serve: (socket: LiveSocket) => void;
  /** News of another process. */
  hear: ProcessEvents['presence:changed'];
  answer: ProcessEvents['presence:asked'];
  forget: ProcessEvents['presence:left'];
  /** Tells what waits to be told, and stops its clocks. */
  stop: () => void;
}

interface Shared {
  io: LiveServer;
  handlers: Handlers;
  /** Called by the entry when the process is asked to stop: sends the clients away. */
  close: () => Promise<void>;
  /** Called by the entry when the last request is answered: tells the other processes what is left to tell. */
  end: () => Promise<void>;
}

// On globalThis: SvelteKit's bundle, the entry and every hot reload are separate copies of this module.
const LIVE = Symbol.for('copecheck.live');
const HTTP = Symbol.for('copecheck.http');
const shared = globalThis as { [LIVE]?: Shared; [HTTP]?: HttpServer };

/** Messages from clients are a slug and an id; anything longer is not ours. */
const MAX_MESSAGE_BYTES = 4096;

/** Clients spread their return over this many milliseconds, so that a restart isn't answered by a stampede. */
const RETURN_WITHIN = 4000;

/** The live server, or null where there is none to talk to: the command line, the build, tests of use cases. */
export function liveServer(): LiveServer | null {
  return shared[LIVE]?.io ?? null;
}

/** Attaches the live server to the process's http server; called again after a hot reload, it swaps the handlers. */
export async function attach(handlers: Handlers): Promise<void> {
  const http = shared[HTTP];
  if (!http) return;
  if (shared[LIVE]) {
    shared[LIVE].handlers.stop();
    shared[LIVE].handlers = handlers;
    return;
  }
  const neighbours = await meetNeighbours();
  const guard = new ConnectionGuard();
  const io: LiveServer = new Server(http, {
    ...(neighbours.adapter ? { adapter: neighbours.adapter } : {}),
    serveClient: false,
    // Vite's own websocket lives on the same server in development.
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    allowRequest: (request, answer) => {
      const why = guard.whyRefuse(request);
      answer(why, why === null);
    },
  });
  const live: Shared = { io, handlers, close: () => close(live), end: () => end(live, neighbours) };
  shared[LIVE] = live;
  io.engine.use((request: IncomingMessage, _response: unknown, next: (err?: Error) => void) =>
    next(mayAsk(request) ? undefined : new Error('foreign request')),
  );
  guard.watch(io);
  io.on('presence:changed', (news) => live.handlers.hear(news));
  io.on('presence:asked', (of) => live.handlers.answer(of));
  io.on('presence:left', (from) => live.handlers.forget(from));
  io.use((socket, next) => {
    live.handlers.admit(socket).then(
      () => next(),
      (err: unknown) => {
        // After an error message a client doesn't try again by itself; after a lost connection it does, with backoff.
        log.warn({ err }, 'a socket could not be let in');
        socket.conn.close();
        // Without this socket.io would keep the socket forever. It sees that the connection is closed, and admits nobody.
        next();
      },
    );
  });
  io.on('connection', (socket) => live.handlers.serve(socket));
}

/**
 * engine.io asks `allowRequest` about handshakes only, so this is asked about every request. The attack: a page of
 * another host on the same domain, whose requests carry our cookie. A script element sends no Origin, and engine.io
 * would answer it with JSONP, which the page can read; then it would use the session that it was given.
 */
function mayAsk(request: IncomingMessage): boolean {
  const { _query: query } = request as IncomingMessage & { _query: Record<string, string> };
  return sameOrigin(request) && query['j'] === undefined;
}

/** The attack: another site opens a socket with the reader's cookie. Programs that aren't browsers send no Origin. */
function sameOrigin(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  return origin === undefined || origin === settings().ORIGIN;
}

async function close({ io, handlers }: Shared): Promise<void> {
  handlers.stop();
  // Told to each how long to stay away, and spread by each over that time.
  io.local.emit('server:leaving', { retryIn: RETURN_WITHIN });
  // One turn of the loop, so that the farewell is on its way before the connections close.
  await new Promise((done) => setTimeout(done, 50));
  io.engine.close();
}

async function end({ io, handlers }: Shared, neighbours: Neighbours): Promise<void> {
  // Requests that ran on after the farewell may have changed something: readers elsewhere must not wait for a heartbeat.
  handlers.stop();
  await io.of('/').adapter.close();
  await neighbours.close();
}
