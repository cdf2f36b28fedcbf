// Requests as raw bytes, because a client library would correct most of what the fuzzer sends.
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface RawRequest {
  method: string;
  /** As in the request line, with the query. */
  path: string;
  headers: [name: string, value: string][];
  body: Buffer | null;
}

export interface RawResponse {
  status: number;
  headers: Map<string, string>;
  body: string;
}

/** Longer than any response takes, and shorter than the server's timeouts, so that hanging requests are found. */
const TIMEOUT_MS = 10_000;

/** @throws if no complete response arrives */
export function send(port: number, request: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const timeout = setTimeout(
      () => end(new Error(`no complete response in ${TIMEOUT_MS / 1000} s`)),
      TIMEOUT_MS,
    );
    const end = (fault?: Error) => {
      clearTimeout(timeout);
      socket.destroy();
      const response = parse(Buffer.concat(chunks), request.method);
      if (response) resolve(response);
      else reject(fault ?? new Error(`the connection ended after ${Buffer.concat(chunks).length} bytes`));
    };
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // After 101 Switching Protocols the connection stays open.
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

/** @returns null if the response is incomplete */
function parse(bytes: Buffer, method: string): RawResponse | null {
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
  if (!body) return null;
  const decode = body.length > 0 ? DECODERS[headers.get('content-encoding') ?? ''] : undefined;
  return { status, headers, body: (decode?.(body) ?? body).toString() };
}

const DECODERS: Record<string, (body: Buffer) => Buffer> = { gzip: gunzipSync, br: brotliDecompressSync };

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
