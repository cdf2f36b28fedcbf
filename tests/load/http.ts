// Requests over plain sockets: node:http's own client costs more than the servers that are to be measured with it.
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Times } from './stats.ts';

export interface Answer {
  status: number;
  head: string;
  body: Buffer;
  /** Bytes on the wire, headers included. */
  bytes: number;
}

export interface Ask {
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
  #waiting: { done: (answer: Answer) => void; failed: (error: Error) => void } | null = null;
  #broken: Error | null = null;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.#host = host;
    this.#socket = connect({ host: hostname, port: Number(port || 80), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#break(error));
    this.#socket.on('close', () => this.#break(new Error('the server closed the connection')));
  }

  /** Connected already: what is sent over it leaves at once. */
  static async open(url: string): Promise<Connection> {
    const line = new Connection(url);
    await new Promise<void>((done, failed) => {
      line.#socket.once('connect', () => done());
      line.#socket.once('error', failed);
    });
    return line;
  }

  ask(ask: Ask): Promise<Answer> {
    return this.send(requestBytes(this.#host, ask));
  }

  /** Sends a request made before by `requestBytes`. */
  send(request: Buffer): Promise<Answer> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((done, failed) => {
      this.#waiting = { done, failed };
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

  /** Looks at what came only when it may be whole: an answer in a hundred parts is not joined a hundred times. */
  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length < this.#need) return;
    const all = this.#parts.length === 1 ? part : Buffer.concat(this.#parts);
    const read = readAnswer(all);
    if ('need' in read) {
      this.#parts = [all];
      this.#need = read.need;
      return;
    }
    const waiting = this.#waiting;
    [this.#parts, this.#length, this.#need, this.#waiting] = [[], 0, 0, null];
    waiting?.done(read);
  }
}

export function requestBytes(host: string, { method = 'GET', path, headers = {}, body }: Ask): Buffer {
  const lines = Object.entries({
    host,
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

const END_OF_CHUNKS = Buffer.from('0\r\n\r\n');

function readAnswer(all: Buffer): Answer | { need: number } {
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

export interface Pressed {
  perSecond: number;
  times: Times;
  requests: number;
}

/**
 * Presses one request as fast as it is answered over `connections`, for `seconds` after a quarter of it to warm up.
 * @throws where an answer has a status other than `expected`
 */
export async function press(
  url: string,
  ask: Ask,
  { connections, seconds, expected = 200 }: { connections: number; seconds: number; expected?: number },
): Promise<Pressed> {
  const request = requestBytes(new URL(url).host, ask);
  const lines = Array.from({ length: connections }, () => new Connection(url));
  const times = new Times();
  const begin = performance.now() + seconds * 250;
  const until = begin + seconds * 1000;
  let requests = 0;
  await Promise.all(
    lines.map(async (line) => {
      for (let sent = performance.now(); sent < until;) {
        const { status } = await line.send(request);
        if (status !== expected) throw new Error(`${ask.path} answered ${status}`);
        const now = performance.now();
        if (now >= begin && now < until) {
          requests += 1;
          times.add(now - sent);
        }
        sent = now;
      }
    }),
  ).finally(() => lines.forEach((line) => line.close()));
  return { perSecond: requests / seconds, times, requests };
}
