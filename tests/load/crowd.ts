// What the scenarios with watchers share: sessions, targets and requests.
import { randomUUID } from 'node:crypto';
import type { CommentView } from '#lib/live/events.ts';
import { Connection, type HttpResponse, type HttpRequest } from './http.ts';
import type { BenchSite, Server } from './servers.ts';
import { stampedBody } from './stamp.ts';
import type { WatchTarget } from './watcher.ts';

/** Session cookies for `count` watchers; every second one is a guest. */
export function halfGuests(cookies: string[], count: number): (string | null)[] {
  return Array.from({ length: count }, (_, i) => (i % 2 ? null : cookies[(i / 2) % cookies.length]!));
}

export function targetOfSite({ url, slug }: BenchSite): WatchTarget {
  return { url, slug, protocol: 'socket.io', follows: true };
}

export function targetOfBare({ url, name }: Server): WatchTarget {
  return { url, slug: 'verdict', protocol: name === 'bare ws' ? 'ws' : 'socket.io', follows: false };
}

/** The POST of a comment whose text has its number and send time. */
export function commentRequest(site: BenchSite, cookie: string, n: number): HttpRequest {
  return replyRequest(site, cookie, { n });
}

export function replyRequest(
  { site, slug }: BenchSite,
  cookie: string,
  { n, parentId }: { n: number; parentId?: string | undefined },
): HttpRequest {
  return {
    method: 'POST',
    path: `/api/v1/verdicts/${slug}/comments`,
    headers: { 'content-type': 'application/json', cookie, origin: site.url },
    body: JSON.stringify({ body: stampedBody(n), parentId, nonce: randomUUID() }),
  };
}

/** Posts comment no. `n` to our site or to a bare server. @throws if it is refused */
export type Post = (n: number) => Promise<void>;

export function posterTo(
  site: BenchSite,
  cookie: string,
  parentId?: string,
): { post: Post; last: () => CommentView } {
  let last: CommentView | undefined;
  const post = async (n: number) => {
    const { status, body } = await requestOnce(site.url, () => replyRequest(site, cookie, { n, parentId }));
    if (status !== 201) throw new Error(`a comment returned ${status}: ${body.toString()}`);
    last = JSON.parse(body.toString()) as CommentView;
  };
  return { post, last: () => last! };
}

/** Broadcasts the bytes that our site would broadcast. */
export function broadcasterOf({ url }: Server, template: CommentView): Post {
  const { mine: _, ...comment } = template;
  return async (n) => {
    const payload = (posted: CommentView) => ({
      ...{ verdict: comment.verdict, since: comment.seq - 1, seq: comment.seq },
      ...{ comments: [posted], total: n },
    });
    const { status } = await requestOnce(url, () => {
      const body = stampedBody(n);
      const posted = { ...comment, body, html: `<p>${body}</p>` };
      return { method: 'POST', path: '/', body: JSON.stringify(payload(posted)) };
    });
    if (status !== 201) throw new Error(`the bare server returned ${status}`);
  };
}

/** On a new connection, because the server may close an idle one between two comments. */
async function requestOnce(url: string, request: () => HttpRequest): Promise<HttpResponse> {
  const line = await Connection.open(url);
  try {
    return await line.request(request());
  } finally {
    line.close();
  }
}
