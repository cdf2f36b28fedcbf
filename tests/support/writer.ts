import { randomUUID } from 'node:crypto';
import type { CommentView } from '#lib/live/events.ts';
import { PASSWORD } from './cast.ts';

/** Somebody with an account, who writes over HTTP as a browser does. */
export class Writer {
  readonly username: string;
  readonly #site: string;
  readonly #cookie: string;

  private constructor(site: string, username: string, cookie: string) {
    this.#site = site;
    this.username = username;
    this.#cookie = cookie;
  }

  /** Makes the account. */
  static async signUp(site: string, username: string): Promise<Writer> {
    const response = await fetch(`${site}/api/v1/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    if (response.status !== 201)
      throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Writer(site, username, cookie);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.#site}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie, origin: this.#site },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** The session's, for what isn't the API: sockets, say. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Any page or file of the site, as it arrives. */
  async get(path: string): Promise<{ status: number; text: string }> {
    const response = await fetch(this.#site + path, { headers: { cookie: this.#cookie } });
    return { status: response.status, text: await response.text() };
  }

  /** Sends a page's form as a browser without JavaScript does. @throws where it is refused */
  async submit(path: string, fields: Record<string, string>): Promise<void> {
    const response = await fetch(this.#site + path, {
      method: 'POST',
      headers: { cookie: this.#cookie, origin: this.#site },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    if (response.status >= 400)
      throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  }

  /** @throws where the answer isn't 201 */
  async post(slug: string, body: string, parentId?: string): Promise<CommentView> {
    const answer = await this.call<CommentView>('POST', `/verdicts/${slug}/comments`, {
      body,
      parentId,
      nonce: randomUUID(),
    });
    if (answer.status !== 201) throw new Error(`a comment was answered ${answer.status}`);
    return answer.body;
  }
}
