import { ServerResponse, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { closeAfterAnswer, mustClose, type DrainLimits } from './unread-body.server.ts';

export type ResponseHeaders = Record<string, string>;

/** A year, the shortest that browsers' preload lists take. Subdomains are somebody else's to promise. */
const HSTS = 'max-age=31536000';

/** What every response says, static files and errors included. */
export function headersOf(origin: string): ResponseHeaders {
  return {
    'x-content-type-options': 'nosniff',
    ...(origin.startsWith('https:') ? { 'strict-transport-security': HSTS } : {}),
  };
}

/**
 * A response class that adds `headers` in the one place that every response passes: static files, SvelteKit, socket.io
 * and our own answers all reach `writeHead`.
 */
export function answerWith(headers: ResponseHeaders, limits: DrainLimits): typeof ServerResponse {
  const added = Object.entries(headers);
  return class SiteResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(status: number, ...rest: unknown[]): this {
      // The page cache writes a list of headers that were captured here before, and is the path that must be fast.
      if (!Array.isArray(rest[0]))
        for (const [name, value] of added) if (!this.hasHeader(name)) this.setHeader(name, value);
      if (mustClose(this.req, limits)) {
        this.setHeader('connection', 'close');
        closeAfterAnswer(this.req.socket, limits);
      }
      return super.writeHead(status, ...(rest as [OutgoingHttpHeaders]));
    }
  };
}
