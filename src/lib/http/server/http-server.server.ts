// The node:http server of a built site: what applies to every request, whether SvelteKit, the page cache or socket.io
// handles it.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerWith, type ResponseHeaders } from './response-headers.server.ts';
import { endStalledBody } from './stalled-body.server.ts';
import { drainUnreadBody } from './unread-body.server.ts';

/** Times are in milliseconds. */
export interface HttpLimits {
  headers: number;
  stalledBody: number;
  wholeRequest: number;
  idle: number;
  checkEvery: number;
  drainBytes: number;
  drainFor: number;
}

export const HTTP_LIMITS: HttpLimits = {
  // A phone on a bad network sends its headers within a few seconds. Node's default of 60 s lets a client hold thousands
  // of connections open.
  headers: 20_000,
  // A lost network comes back within this or not at all.
  stalledBody: 30_000,
  // The largest body (6 MB, a program's verdict) at 20 kB/s. Node's default.
  wholeRequest: 300_000,
  // Proxies keep idle connections for up to 60 s. A request on one that is being closed here would fail, and its proxy
  // would answer 502. Node's default is 5 s.
  idle: 65_000,
  // By default Node checks every 30 s, which would turn 20 s into 50 s.
  checkEvery: 1_000,
  // Reading a megabyte costs less than a new connection with TLS.
  drainBytes: 1024 * 1024,
  // A client that has read the refusal stops sending or closes.
  drainFor: 5_000,
};

interface ServerOptions {
  limits?: HttpLimits;
  headers: ResponseHeaders;
}

/** A server that passes every request to `handle`. Websockets are left to socket.io, which attaches itself. */
export function createSiteServer(
  handle: RequestListener,
  { limits = HTTP_LIMITS, headers }: ServerOptions,
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.wholeRequest,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: limits.checkEvery,
      shouldUpgradeCallback: isLiveSocket,
      ServerResponse: answerWith(headers, limits),
    },
    (request, response) => {
      drainUnreadBody(request, response, limits);
      // Range may be ignored (RFC 9110, 14.2), and no file here is large. SvelteKit's file server throws on a range that
      // ends before it begins, which would end the process.
      delete request.headers.range;
      handle(request, response);
    },
  );
  server.on('clientError', (error, socket) => refuseMalformed(error, socket, headers));
  return server;
}

/** Covers the bodies that socket.io reads too. Call it after socket.io is attached, which removes all listeners. */
export function watchBodies(server: Server, { stalledBody }: HttpLimits = HTTP_LIMITS): void {
  server.on('request', (request) => endStalledBody(request, stalledBody));
}

// Only websockets at socket.io's path are upgraded. Any other `Upgrade` is an offer that a server may ignore (RFC 9110,
// 7.8): curl --http2, Java's client and some proxies make it with every request.
function isLiveSocket({ url, headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket' && !!url?.startsWith('/socket.io/');
}

const MALFORMED: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** As Node does it, with our headers. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex, headers: ResponseHeaders): void {
  const { _httpMessage: running } = socket as { _httpMessage?: { headersSent: boolean } };
  if (socket.writable && !running?.headersSent) {
    const status = MALFORMED[error.code ?? ''] ?? '400 Bad Request';
    const lines = Object.entries({ connection: 'close', 'content-length': '0', ...headers });
    socket.write(
      `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
  }
  socket.destroy();
}
