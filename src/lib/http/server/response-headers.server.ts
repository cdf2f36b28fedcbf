import { ServerResponse, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { closeAfterAnswer, mustClose, type DrainLimits } from './unread-body.server.ts';

export type ResponseHeaders = Record<string, string>;

/** A year, the minimum of browsers' preload lists. Subdomains may belong to other services. */
const HSTS = 'max-age=31536000';

export function headersOf(origin: string): ResponseHeaders {
  return {
    'x-content-type-options': 'nosniff',
    ...(origin.startsWith('https:') ? { 'strict-transport-security': HSTS } : {}),
  };
}

/** A response class that adds `headers` in `writeHead`, which static files, SvelteKit, socket.io and we all call. */
export function answerWith(headers: ResponseHeaders, limits: DrainLimits): typeof ServerResponse {
  const added = Object.entries(headers);
  return class SiteResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(status: number, ...rest: unknown[]): this {
      // The page cache, the hot path, passes a list of headers that were captured here before.
      if (!Array.isArray(rest[0])) {
        for (const [name, value] of added) if (!this.hasHeader(name)) this.setHeader(name, value);
        // The address of such a file changes with its content, and it has an ETag.
        if (/immutable/.test(String(this.getHeader('cache-control'))))
          delete (rest[0] as OutgoingHttpHeaders | undefined)?.['Last-Modified'];
      }
      if (mustClose(this.req, limits)) {
        this.setHeader('connection', 'close');
        closeAfterAnswer(this.req.socket, limits);
      }
      return super.writeHead(status, ...(rest as [OutgoingHttpHeaders]));
    }
  };
}
