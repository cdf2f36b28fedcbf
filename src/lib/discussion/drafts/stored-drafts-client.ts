import { NoResponse, Problem } from '#lib/http/api/api-client.ts';
import { VIEWER_HEADER } from '#lib/http/shown-viewer.ts';

/** Bytes that a request may have which outlives its page. */
const MAX_KEPT_ALIVE = 60_000;

/**
 * A request for `owner`, refused if another account is signed in by now. Unlike callApi, it never disturbs a reader who
 * is typing, and outlives the page. @throws Problem, NoResponse
 */
export async function callFor<T>(owner: string, method: string, path: string, body?: unknown): Promise<T> {
  const text = body === undefined ? null : JSON.stringify(body);
  const headers: Record<string, string> = { [VIEWER_HEADER]: encodeURIComponent(owner) };
  if (text !== null) headers['content-type'] = 'application/json';
  const keepalive = (text?.length ?? 0) * 3 < MAX_KEPT_ALIVE;
  const response = await fetch(`/api/v1${path}`, { method, headers, body: text, keepalive }).catch(() => {
    throw new NoResponse();
  });
  if (response.status === 204) return undefined as T;
  const result: unknown = await response.json().catch(() => ({}));
  if (response.ok) return result as T;
  throw new Problem(response.status, result as ConstructorParameters<typeof Problem>[1], null);
}
