import { NOBODY, VIEWER_HEADER } from '#lib/http/shown-viewer.ts';

// The browser's client of the JSON API. Writes go over HTTP; the socket only broadcasts.

interface ProblemBody {
  code?: string;
  detail?: string;
  current?: unknown;
}

export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  /** Seconds. */
  readonly retryAfter: number | null;
  /** The current state, with 409. */
  readonly current: unknown;

  constructor(status: number, body: ProblemBody, retryAfter: number | null) {
    super(body.detail ?? 'The server could not do this. Nothing is lost; try again.');
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.retryAfter = retryAfter;
    this.current = body.current;
  }
}

/** Whether the server did it is unknown, so only idempotent requests may be retried. */
export class NoResponse extends Error {
  override name = 'NoResponse';
  constructor(message = 'No connection. What you wrote is kept.') {
    super(message);
  }
}

/** Milliseconds. */
const TIMEOUT = 15_000;

/** @throws Problem if the server refuses, NoResponse if it can't be reached */
export async function callApi<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  if (method !== 'GET') headers[VIEWER_HEADER] = encodeURIComponent(shownName());
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    signal: AbortSignal.timeout(TIMEOUT),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new NoResponse();
  });
  if (response.status === 204) return undefined as T;
  const result: unknown = await response.json().catch(() => ({}));
  if (response.ok) return result as T;
  const retryAfter = response.headers.get('retry-after');
  const problem = new Problem(
    response.status,
    result as ProblemBody,
    retryAfter === null ? null : Number(retryAfter),
  );
  // The account state listens.
  if (problem.code === 'other-account')
    document.dispatchEvent(new CustomEvent('other-account', { detail: problem.message }));
  throw problem;
}

/** Whom this page shows as signed in, which the cookie may no longer say. */
const shownName = () => globalThis.document?.documentElement.dataset['name'] || NOBODY;
