import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const compress = compression({
  // Less fits into one packet anyway.
  threshold: 1024,
  // The reader waits for it. Higher levels take several times as long for a few per cent.
  level: 6,
  brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  filter: mayCompress,
});

/** Compresses what `handle` writes. */
export function withCompression(handle: RequestListener): RequestListener {
  return (request, response) => {
    compressResponse(request, response);
    handle(request, response);
  };
}

/** Compresses what is written to `response` from now on. Later changes of the request make no difference. */
export function compressResponse({ method, url, headers }: Asked, response: ServerResponse): void {
  compress({ method, url, headers }, response, () => {});
}

/**
 * Addresses with the secret of a link. An attacker who sees the length of a compressed response, and can choose text in it,
 * can guess a secret in it letter by letter (BREACH). Nothing else in a response grants anything: sessions
 * and API tokens are in headers, and forms have no token (http/forms/foreign-writes.ts).
 */
const SECRET_ADDRESS =
  /^\/(admin\/first|confirm|report\/confirm|reset|unsubscribe)\b|^\/api\/v1\/(password-resets|email-confirmations)\b|[?&](key|token)=/;

/** The only responses with `no-store` that hold no secret: a reader's own state, and the data of any other page. */
const WITHOUT_SECRET = /^\/api\/v1\/(verdicts\/[^/?]+\/)?mine(\?|$)|^\/([^?]*\/)?__data\.json(\?|$)/;

/** Called when the headers are complete. */
function mayCompress(request: Asked, response: ServerResponse): boolean {
  weakenEtag(response);
  const { url = '' } = request;
  const isSecret = SECRET_ADDRESS.test(url) || (isUnstored(response) && !WITHOUT_SECRET.test(url));
  return !isSecret && compression.filter(request, response);
}

const isUnstored = (response: ServerResponse) =>
  String(response.getHeader('cache-control') ?? '').includes('no-store');

/** Compressed or not, it is the same page in other bytes. Also on a 304, which has the etag of its page. */
function weakenEtag(response: ServerResponse): void {
  const etag = response.getHeader('etag');
  if (typeof etag === 'string' && !etag.startsWith('W/')) response.setHeader('etag', `W/${etag}`);
}
