import type { ServerResponse } from 'node:http';
import type { PageBytes } from './cached-pages.server.ts';

const PER_RESPONSE = new Set([
  'x-request-id',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'etag',
]);

/** Headers that describe the body, which a 304 leaves out. */
const OF_BODY = /^(content-|link$|last-modified$)/;

/** Resolves with what is written to `response` when it ends; null if it isn't a page that others may see. */
export function capturePage(response: ServerResponse): Promise<PageBytes | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const add = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
    };
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    response.write = ((...args: Parameters<typeof write>) => {
      add(args[0]);
      return write(...args);
    }) as typeof write;
    response.end = ((...args: Parameters<typeof end>) => {
      add(args[0]);
      resolve(pageOf(response, Buffer.concat(chunks)));
      return end(...args);
    }) as typeof end;
    // A client that disconnects early leaves half a page.
    response.once('close', () => resolve(null));
  });
}

function pageOf(response: ServerResponse, body: Buffer): PageBytes | null {
  const headers = response.getHeaders() as Record<string, string | string[]>;
  const isHtml = String(headers['content-type'] ?? '').startsWith('text/html');
  const isPrivate = 'set-cookie' in headers || String(headers['cache-control'] ?? '').includes('no-store');
  if (response.statusCode !== 200 || !isHtml || isPrivate || headers['etag'] === undefined) return null;
  const shared = Object.entries(headers).filter(([name]) => !PER_RESPONSE.has(name));
  const etag = String(headers['etag']).replace(/^W\//, '');
  return bytesOf(Object.fromEntries(shared), etag, body);
}

export function bytesOf(headers: PageBytes['headers'], etag: string, body: Buffer): PageBytes {
  const unchanged = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_BODY.test(name)));
  const notModified = headerLines({ ...unchanged, etag: `W/${etag}` });
  return { headers, etag, body, notModified, encoded: new Map() };
}

/** Names and values, alternating: the cheapest form that `writeHead` takes. */
export function headerLines(headers: PageBytes['headers']): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
}
