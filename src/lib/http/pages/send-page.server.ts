import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { PageBytes } from './cached-pages.server.ts';
import { headerLines } from './capture-page.server.ts';

const ENCODINGS = ['br', 'gzip', 'identity'] as const;

type Encoding = (typeof ENCODINGS)[number];

const compress: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  // Level 5 takes a third of the time of level 11, for a few per cent more bytes.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => promisify(gzip)(body),
  identity: (body) => Promise.resolve(body),
};

/** Sends a cached page, or 304 if the reader already has it. @returns the status */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: PageBytes,
): Promise<number> {
  if (request.headers['if-none-match']?.includes(page.etag)) {
    response.writeHead(304, page.notModified).end();
    return 304;
  }
  const encoding = encodingFor(request);
  const { headers, body } = await (page.encoded.get(encoding) ?? addEncoded(page, encoding));
  response.writeHead(200, headers).end(body);
  return 200;
}

function encodingFor(request: IncomingMessage): Encoding {
  const accepted = new Negotiator(request).encodings(ENCODINGS);
  return ENCODINGS.find((encoding) => accepted.includes(encoding)) ?? 'identity';
}

/** Kept as a promise: a crowd that waits for a page shares the work. */
function addEncoded(page: PageBytes, encoding: Encoding) {
  const encoded = encode(page, encoding);
  page.encoded.set(encoding, encoded);
  return encoded;
}

async function encode(page: PageBytes, encoding: Encoding) {
  const body = await compress[encoding](page.body);
  const headers = headerLines({
    ...page.headers,
    etag: `W/${page.etag}`,
    'content-length': String(body.byteLength),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  });
  return { body, headers };
}
