// Requests as bytes on a socket of their own: a client library would correct most of what the fuzzer sends.
import { connect } from 'node:net';

export interface RawRequest {
  method: string;
  /** As it is written in the request line, query included. */
  path: string;
  headers: [name: string, value: string][];
  body: Buffer | null;
}

export interface RawAnswer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

/** Longer than any answer takes, and shorter than the server's own time-outs, so that a request left hanging shows. */
const PATIENCE_MS = 10_000;

/** Sends the request and reads the whole answer. @throws where none arrives, or only a part */
export function send(port: number, request: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const patience = setTimeout(
      () => end(new Error(`no whole answer in ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
    const end = (fault?: Error) => {
      clearTimeout(patience);
      socket.destroy();
      const answer = parse(Buffer.concat(chunks), request.method);
      if (answer) resolve(answer);
      else reject(fault ?? new Error(`the connection ended after ${Buffer.concat(chunks).length} bytes`));
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // After a switch of protocols the connection stays open.
      if (chunk.length > 12 && chunk.subarray(9, 12).toString() === '101') end();
    });
    socket.on('error', end);
    socket.on('close', () => end());
    socket.write(bytesOf(request));
  });
}

function bytesOf({ method, path, headers, body }: RawRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const named = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (!named('connection')) lines.push('connection: close');
  if (body && !named('content-length') && !named('transfer-encoding'))
    lines.push(`content-length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]);
}

/** The answer in these bytes; null where it isn't whole. */
function parse(bytes: Buffer, method: string): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  if (status >= 100 && status < 200 && status !== 101) return parse(rest, method);
  const headers = new Map(
    lines.map((line) => [line.split(':')[0]!.toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
  );
  const body = method === 'HEAD' ? Buffer.alloc(0) : bodyOf(rest, headers);
  return body && { status, headers, body: body.toString() };
}

function bodyOf(rest: Buffer, headers: Map<string, string>): Buffer | null {
  const length = headers.get('content-length');
  if (length !== undefined) return rest.length >= Number(length) ? rest : null;
  if (headers.get('transfer-encoding') !== 'chunked') return rest;
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = parseInt(rest.subarray(at, line).toString('latin1'), 16);
    if (size === 0) return Buffer.concat(parts);
    parts.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
