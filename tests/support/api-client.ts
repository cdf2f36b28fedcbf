import { randomUUID } from 'node:crypto';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import type { CommentView } from '#lib/live/events.ts';
import { PASSWORD } from './cast.ts';

export interface ApiResponse<T = unknown> {
  status: number;
  body: T;
}

interface RawResponse {
  status: number;
  text: string;
  cookies: string[];
}

/** Sends one request: by fetch with a cookie, or by a browser that has its own. */
export type Send = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<RawResponse>;

const sendByFetch: Send = async (url, init) => {
  const response = await fetch(url, {
    ...init,
    redirect: init.method === 'GET' ? 'follow' : 'manual',
    signal: AbortSignal.timeout(60_000),
  });
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]!);
  return { status: response.status, text: await response.text(), cookies };
};

/** A user's HTTP client: it keeps the session of the account that it has signed up, and other cookies. */
export class ApiClient {
  readonly name: string;
  readonly #site: string;
  readonly #send: Send;
  readonly #cookies = new Map<string, string>();

  constructor(site: string, name: string, send = sendByFetch) {
    this.#site = site;
    this.name = name;
    this.#send = send;
  }

  static signUp(site: string, name: string): Promise<ApiClient> {
    return new ApiClient(site, name).signUp();
  }

  async signUp(): Promise<this> {
    const body = { username: this.name, password: PASSWORD };
    const { status, text } = await this.#sendJson('POST', '/api/v1/accounts', body);
    if (status !== 201) throw new Error(`sign-up returned ${status}: ${text}`);
    return this;
  }

  /** As a `Cookie` header, for sockets and raw requests. Empty in a browser, which keeps its own. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<ApiResponse<T>> {
    const { status, text } = await this.#sendJson(method, `/api/v1${path}`, body);
    return { status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** @throws if the response has a status of 400 or above */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.call<T>(method, path, body);
    if (response.status >= 400)
      throw new Error(`${method} ${path} returned ${response.status}: ${JSON.stringify(response.body)}`);
    return response.body;
  }

  /** Requests a page or file of the site. */
  get(path: string): Promise<{ status: number; text: string }> {
    return this.#fetch(path, { method: 'GET', headers: this.#headers() });
  }

  /** Submits a page's form as a browser without JavaScript does. @throws if it is refused */
  async submit(path: string, fields: Record<string, string>): Promise<void> {
    const { status, text } = await this.#fetch(path, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    if (status >= 400) throw new Error(`${path} returned ${status}: ${text}`);
  }

  post(slug: string, body: string, parentId?: string): Promise<CommentView> {
    return this.request('POST', `/verdicts/${slug}/comments`, { body, parentId, nonce: randomUUID() });
  }

  edit({ id, version }: CommentView, body: string): Promise<CommentView> {
    return this.request('PATCH', `/comments/${id}`, { body, version });
  }

  withdraw({ id }: CommentView): Promise<void> {
    return this.request('DELETE', `/comments/${id}`);
  }

  vote(claimId: string, stance: 'agree' | 'disagree' | null): Promise<unknown> {
    return this.request('PUT', `/claims/${claimId}/vote`, { stance });
  }

  #headers(): Record<string, string> {
    return { origin: this.#site, ...(this.cookie && { cookie: this.cookie }) };
  }

  async #fetch(path: string, init: Parameters<Send>[1]): Promise<RawResponse> {
    const response = await this.#send(this.#site + path, init);
    for (const line of response.cookies) {
      const [name = '', value = ''] = line.split('=');
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  #sendJson(method: string, path: string, body?: unknown): Promise<RawResponse> {
    return this.#fetch(path, {
      method,
      headers: { ...this.#headers(), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

/** All comments of a verdict in the order of writing, replies of top-level comments left out. */
export async function topLevelComments(site: string, slug: string): Promise<CommentView[]> {
  const comments: CommentView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = `sort=oldest&limit=100&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${site}/api/v1/verdicts/${slug}/comments?${query}`);
    const page = (await response.json()) as CommentPage;
    comments.push(...page.items);
    cursor = page.next;
  }
  return comments;
}
