import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { settings } from '#lib/env.server.ts';
import type { ClientEvents, ServerEvents } from './events.ts';

export interface SocketData {
  /** The account's id, or the socket's own where nobody is signed in: what presence counts by. */
  reader: string;
  /** May say that it is writing: not who is kept from commenting. Cut sockets come back and are asked anew. */
  mayWrite: boolean;
  /** Slugs of the verdicts it watches. */
  watching: Set<string>;
}

type Nothing = Record<string, never>;
export type LiveServer = Server<ClientEvents, ServerEvents, Nothing, SocketData>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, Nothing, SocketData>;

/** What the live code does with sockets; replaced as a whole by a hot reload, while the server stays. */
export interface Handlers {
  admit: (socket: LiveSocket) => Promise<void>;
  serve: (socket: LiveSocket) => void;
  stop: () => void;
}

interface Shared {
  io: LiveServer;
  handlers: Handlers;
  /** Called by the entry when the process is asked to stop. */
  close: () => Promise<void>;
}

// On globalThis: SvelteKit's bundle, the entry and every hot reload are separate copies of this module.
const LIVE = Symbol.for('copecheck.live');
const HTTP = Symbol.for('copecheck.http');
const shared = globalThis as { [LIVE]?: Shared; [HTTP]?: HttpServer };

/** Messages from clients are a slug and an id; anything longer is not ours. */
const MAX_MESSAGE_BYTES = 4096;

/** Clients spread their return over this many milliseconds, so that a restart isn't answered by a stampede. */
const RETURN_WITHIN = 3000;

/** The live server, or null where there is none to talk to: the command line, the build, tests of use cases. */
export function liveServer(): LiveServer | null {
  return shared[LIVE]?.io ?? null;
}

/** Attaches the live server to the process's http server; called again after a hot reload, it swaps the handlers. */
export function attach(handlers: Handlers): void {
  const http = shared[HTTP];
  if (!http) return;
  if (shared[LIVE]) {
    shared[LIVE].handlers.stop();
    shared[LIVE].handlers = handlers;
    return;
  }
  const io: LiveServer = new Server(http, {
    serveClient: false,
    // Vite's own websocket lives on the same server in development.
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    allowRequest: (request, answer) => answer(null, sameOrigin(request)),
  });
  const live: Shared = { io, handlers, close: () => close(live) };
  shared[LIVE] = live;
  io.use((socket, next) => live.handlers.admit(socket).then(() => next(), next));
  io.on('connection', (socket) => live.handlers.serve(socket));
}

/** The attack: another site opens a socket with the reader's cookie. Programs that aren't browsers send no Origin. */
function sameOrigin(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  return origin === undefined || origin === settings().ORIGIN;
}

async function close({ io, handlers }: Shared): Promise<void> {
  handlers.stop();
  io.local.emit('server:leaving', { retryIn: RETURN_WITHIN });
  // One turn of the loop, so that the farewell is on its way before the connections close.
  await new Promise((done) => setTimeout(done, 50));
  io.engine.close();
}
