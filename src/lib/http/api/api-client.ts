/** The browser's way to the JSON API. Every write goes through `callApi`; the socket only tells. */

interface ProblemBody {
  code?: string;
  detail?: string;
  current?: unknown;
}

/** The server's no, as its problem JSON said it. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly code: string;
  /** Seconds, where it said when to come back. */
  readonly retryAfter: number | null;
  /** How the thing stands now, for 409. */
  readonly current: unknown;

  constructor(status: number, body: ProblemBody, retryAfter: number | null) {
    super(body.detail ?? 'The server could not do this. Nothing is lost; try again.');
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.retryAfter = retryAfter;
    this.current = body.current;
  }
}

/** No answer came: whether the server did it is not known, so only what may be sent twice is sent again. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  constructor() {
    super('No connection. What you wrote is kept.');
  }
}

/** Milliseconds after which a silent network counts as none. */
const PATIENCE = 15_000;

/** @throws Problem where the server refuses, NoAnswer where it can't be reached */
export async function callApi<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new NoAnswer();
  });
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const retryAfter = response.headers.get('retry-after');
  throw new Problem(response.status, answer as ProblemBody, retryAfter === null ? null : Number(retryAfter));
}
