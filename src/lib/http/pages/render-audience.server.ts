import type { IncomingMessage } from 'node:http';
import type { PageCopy } from './shared-copy.ts';

type Audience = 'everyone' | 'one reader';

// In the global registry, because SvelteKit's bundle and the entry have separate copies of this module.
const AUDIENCE = Symbol.for('copecheck.audience');
const COPY = Symbol.for('copecheck.copy');
type Rendered = IncomingMessage & { [AUDIENCE]?: Audience; [COPY]?: PageCopy };

/** Removes everything from a request that identifies its sender. Only its method and address are left. */
export function anonymise(request: IncomingMessage): void {
  request.headers = { accept: 'text/html' };
  request.headersDistinct = {};
  request.rawHeaders = [];
}

/** "One reader" is final. */
export function noteAudience(request: IncomingMessage | undefined, audience: Audience): void {
  const rendered: Rendered | undefined = request;
  if (rendered && rendered[AUDIENCE] !== 'one reader') rendered[AUDIENCE] = audience;
}

/** False if nothing was noted: a response that bypassed the hooks is not cached. */
export function isForEveryone(request: IncomingMessage): boolean {
  return (request as Rendered)[AUDIENCE] === 'everyone';
}

export function isForOneReader(request: IncomingMessage | undefined): boolean {
  const rendered: Rendered | undefined = request;
  return rendered?.[AUDIENCE] === 'one reader';
}

/** Which copy of a page the cache wants, now that the request doesn't say it. */
export function noteCopy(request: IncomingMessage, copy: PageCopy): void {
  (request as Rendered)[COPY] = copy;
}

export function notedCopy(request: IncomingMessage | undefined): PageCopy | undefined {
  const rendered: Rendered | undefined = request;
  return rendered?.[COPY];
}
