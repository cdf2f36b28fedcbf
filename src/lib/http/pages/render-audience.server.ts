// The page cache keeps pages for everyone. This is how it and SvelteKit's hooks agree that a page is for everyone.
import type { IncomingMessage } from 'node:http';

type Audience = 'everyone' | 'one reader';

// In the global registry: SvelteKit's bundle has a copy of this module, and the entry another.
const AUDIENCE = Symbol.for('copecheck.audience');
type Rendered = IncomingMessage & { [AUDIENCE]?: Audience };

/** Removes from a request all that tells who sent it: only its method and address are left. */
export function anonymise(request: IncomingMessage): void {
  request.headers = { accept: 'text/html' };
  request.headersDistinct = {};
  request.rawHeaders = [];
}

/** Notes for whom the response to a request was made. "One reader" is final. */
export function noteAudience(request: IncomingMessage | undefined, audience: Audience): void {
  const rendered: Rendered | undefined = request;
  if (rendered && rendered[AUDIENCE] !== 'one reader') rendered[AUDIENCE] = audience;
}

/** False also where nothing was noted: a response that did not pass the hooks is not kept. */
export function isForEveryone(request: IncomingMessage): boolean {
  return (request as Rendered)[AUDIENCE] === 'everyone';
}
