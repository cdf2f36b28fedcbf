import type { LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkTarget, OutgoingRefused, resolveHost, type Resolve } from './outgoing-target.server.ts';

export interface GuardedOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Redirects that are followed, each after the same check. Only for GET and HEAD; otherwise the 3xx is the answer. */
  redirects?: number;
  /** Milliseconds for everything together. */
  timeout?: number;
  /** Bytes of the answer's body; a longer one is an error. */
  maxBytes?: number;
  /** For tests. */
  resolve?: Resolve;
}

export interface GuardedResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** After redirects. */
  url: string;
}

const DEFAULTS = { method: 'GET', redirects: 3, timeout: 10_000, maxBytes: 1024 * 1024 };

const FOLLOWED = new Set([301, 302, 303, 307, 308]);

/** What must not reach another origin. */
const CREDENTIALS = /^(authorization|cookie|proxy-authorization)$/i;

/**
 * Requests an address that someone else chose. Connects only to addresses that `checkTarget` checked, so that no name can
 * lead into our own network. No connection is reused, and no proxy setting applies.
 * @throws OutgoingRefused if the guard refuses it; other errors are the network's
 */
export async function guardedFetch(
  address: string | URL,
  options: GuardedOptions = {},
): Promise<GuardedResponse> {
  const { redirects, timeout } = { ...DEFAULTS, ...options };
  const signal = AbortSignal.timeout(timeout);
  let url = parsed(address);
  let headers = options.headers ?? {};
  for (let left = redirects; ; left--) {
    const addresses = await inTime(checkTarget(url, options.resolve ?? resolveHost), signal);
    const sent = send(url, { ...DEFAULTS, ...options, headers }, { addresses, signal });
    const response = await inTime(sent, signal);
    const next = redirectOf(response, url, options.method);
    if (!next || redirects === 0) return response;
    if (left === 0) throw new OutgoingRefused('The address redirects too often.');
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
}

function parsed(address: string | URL, base?: URL): URL {
  const url = URL.parse(address, base);
  if (!url) throw new OutgoingRefused('This is not an address.');
  return url;
}

function redirectOf({ status, headers }: GuardedResponse, from: URL, method = 'GET'): URL | null {
  if (!FOLLOWED.has(status) || !headers.location || !/^(GET|HEAD)$/.test(method)) return null;
  return parsed(headers.location, from);
}

const withoutCredentials = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.test(name)));

/** The system's resolver can't be interrupted, and a request may end without an event. */
async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

async function send(
  url: URL,
  { method, headers = {}, body, maxBytes }: GuardedOptions & { method: string; maxBytes: number },
  { addresses, signal }: { addresses: LookupAddress[]; signal: AbortSignal },
): Promise<GuardedResponse> {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, { method, headers, signal, agent: false, lookup: pinnedTo(addresses) });
    request.on('error', reject);
    // Without a listener the connection ends with neither an error nor a response.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new OutgoingRefused('The answer changes the protocol.'));
    });
    let answered = false;
    request.on('close', () => {
      if (!answered) reject(new Error('The connection ended without an answer.'));
    });
    request.on('response', (response) => {
      answered = true;
      bodyOf(response, maxBytes).then(
        (bytes) =>
          resolve({ status: response.statusCode!, headers: response.headers, body: bytes, url: url.href }),
        (fault: Error) => {
          request.destroy();
          reject(fault);
        },
      );
    });
    request.end(body);
  });
}

/** Answers each look-up with the addresses that were checked. The name stays in the Host header and in TLS. */
function pinnedTo(addresses: LookupAddress[]): LookupFunction {
  const [first] = addresses;
  return (_host, { all }, answer) =>
    all ? answer(null, addresses) : answer(null, first!.address, first!.family);
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`The answer has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
