import type { Actor } from '#lib/actor.ts';
import { CookieJar } from './cookie-jar.ts';

interface Asked {
  path: string;
  /** The fields of a form, or a value for a JSON body; neither: a GET. */
  form?: Record<string, string>;
  json?: unknown;
  actor?: Actor | null;
  sessionId?: string | null;
  cookies?: CookieJar;
  address?: string;
}

/** What SvelteKit hands to an action or endpoint, as far as ours look at it. */
export function requestEvent({ path, form, json, actor = null, sessionId = null, ...rest }: Asked) {
  const url = new URL(path, 'http://127.0.0.1:3000');
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const headers: HeadersInit = json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    url,
    request: new Request(url, body === null ? {} : { method: 'POST', body, headers }),
    cookies: rest.cookies ?? new CookieJar(),
    locals: { actor, sessionId, program: null },
    getClientAddress: () => rest.address ?? '192.0.2.1',
    setHeaders: () => {},
    depends: () => {},
    params: {},
  };
}
