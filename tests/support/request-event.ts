import type { Actor } from '#lib/actor.ts';
import { CookieJar } from './cookie-jar.ts';

interface Asked {
  path: string;
  /** The fields of a form, or a value for a JSON body. Without either it is a GET. */
  form?: Record<string, string>;
  json?: unknown;
  actor?: Actor | null;
  sessionId?: string | null;
  cookies?: CookieJar;
  address?: string;
}

/** The parts of SvelteKit's RequestEvent that our actions and endpoints use. */
export function requestEvent({ path, form, json, actor = null, sessionId = null, ...rest }: Asked) {
  const url = new URL(path, 'http://127.0.0.1:3000');
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const headers: HeadersInit = json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    url,
    request: new Request(url, body === null ? {} : { method: 'POST', body, headers }),
    cookies: rest.cookies ?? new CookieJar(),
    locals: { actor, sessionId, program: null, isShared: false, identify: () => Promise.resolve(actor) },
    getClientAddress: () => rest.address ?? '192.0.2.1',
    setHeaders: () => {},
    depends: () => {},
    params: {},
  };
}
