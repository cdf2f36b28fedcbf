// Requests over plain sockets: node:http's client costs more than the servers under test.
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { LatencyHistogram } from './stats.ts';

export interface HttpResponse {
  status: number;
  head: string;
  body: Buffer;
  /** With the headers. */
  bytes: number;
  /** Milliseconds from sending the request to the first byte. */
  firstByte: number;
}

export interface HttpRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One keep-alive connection, one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #parts: Buffer[] = [];
  #length = 0;
  #need = 0;
  #waiting: { done: (answer: HttpResponse) => void; failed: (error: Error) => void } | null = null;
  #broken: Error | null = null;
  #sent = 0;
  #first = 0;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.#host = host;
    this.#socket = connect({ host: hostname, port: Number(port || 80), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#break(error));
    this.#socket.on('close', () => this.#break(new Error('the server closed the connection')));
  }

  /** Resolves once it is connected. */
  static async open(url: string): Promise<Connection> {
    const connection = new Connection(url);
    await new Promise<void>((done, failed) => {
      connection.#socket.once('connect', () => done());
      connection.#socket.once('error', failed);
    });
    return connection;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    return this.send(requestBytes(this.#host, request));
  }

  /** Sends the bytes of `requestBytes`. */
  send(request: Buffer): Promise<HttpResponse> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((done, failed) => {
      this.#waiting = { done, failed };
      this.#sent = performance.now();
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #break(error: Error): void {
    this.#broken ??= error;
    this.#waiting?.failed(error);
    this.#waiting = null;
  }

  /** Parses only when the response may be complete, so that many parts aren't joined many times. */
  #take(part: Buffer): void {
    if (this.#length === 0) this.#first = performance.now();
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length < this.#need) return;
    const all = this.#parts.length === 1 ? part : Buffer.concat(this.#parts);
    const read = parseResponse(all);
    if ('need' in read) {
      this.#parts = [all];
      this.#need = read.need;
      return;
    }
    const waiting = this.#waiting;
    [this.#parts, this.#length, this.#need, this.#waiting] = [[], 0, 0, null];
    waiting?.done({ ...read, firstByte: this.#first - this.#sent });
  }
}

export function requestBytes(
  host: string,
  { method = 'GET', path, headers = {}, body }: HttpRequest,
): Buffer {
  const lines = Object.entries({
    host,
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

const END_OF_CHUNKS = Buffer.from('0\r\n\r\n');

function parseResponse(all: Buffer): Omit<HttpResponse, 'firstByte'> | { need: number } {
  const headEnd = all.indexOf('\r\n\r\n');
  if (headEnd < 0) return { need: all.length + 1 };
  const head = all.toString('latin1', 0, headEnd);
  const start = headEnd + 4;
  const status = Number(head.slice(9, 12));
  const length = /content-length: *(\d+)/i.exec(head);
  if (length) {
    const end = start + Number(length[1]);
    if (all.length < end) return { need: end };
    return { status, head, body: all.subarray(start, end), bytes: end };
  }
  if (status === 204 || status === 304) return { status, head, body: Buffer.alloc(0), bytes: start };
  if (!all.subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS)) return { need: all.length + 1 };
  return { status, head, body: joinChunks(all, start), bytes: all.length };
}

function joinChunks(all: Buffer, start: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = all.indexOf('\r\n', at);
    const size = parseInt(all.toString('latin1', at, lineEnd), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(all.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
}

export interface LoadResult {
  perSecond: number;
  times: LatencyHistogram;
}

/**
 * Repeats requests, one after the other, over each of `connections` without pause for `seconds`, after a quarter of that
 * to warm up.
 * @returns rate and times of all of them together @throws if a response has another status than 200
 */
export async function runLoad(
  url: string,
  requests: HttpRequest[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<LoadResult> {
  const bytes = requests.map((request) => requestBytes(new URL(url).host, request));
  const open = Array.from({ length: connections }, () => new Connection(url));
  const times = new LatencyHistogram();
  const begin = performance.now() + seconds * 250;
  const until = begin + seconds * 1000;
  let done = 0;
  await Promise.all(
    open.map(async (connection) => {
      for (let sent = performance.now(); sent < until;) {
        for (const [i, each] of bytes.entries()) {
          const { status } = await connection.send(each);
          if (status !== 200) throw new Error(`${requests[i]!.path} returned ${status}`);
        }
        const now = performance.now();
        if (now >= begin && now < until) {
          done += 1;
          times.record(now - sent);
        }
        sent = now;
      }
    }),
  ).finally(() => open.forEach((connection) => connection.close()));
  return { perSecond: done / seconds, times };
}
