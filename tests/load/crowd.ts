// What the scenarios with watchers share: who comes, who writes, and what one comment is.
import { randomUUID } from 'node:crypto';
import type { CommentView } from '#lib/live/events.ts';
import { Connection, type Answer, type Ask } from './http.ts';
import type { BenchSite, Server } from './servers.ts';
import { stampedBody } from './stamp.ts';
import type { Watch } from './watcher.ts';

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A crowd of which every second is a guest. */
export function halfGuests(cookies: string[], count: number): (string | null)[] {
  return Array.from({ length: count }, (_, i) => (i % 2 ? null : cookies[(i / 2) % cookies.length]!));
}

export function watchOurs({ url, slug }: BenchSite): Watch {
  return { url, slug, protocol: 'socket.io', follows: true };
}

export function watchBare({ url, name }: Server): Watch {
  return { url, slug: 'verdict', protocol: name === 'bare ws' ? 'ws' : 'socket.io', follows: false };
}

/** A comment's POST by the reader with that cookie, `n` and the time of its leaving in its text. */
export function commentAsk(site: BenchSite, cookie: string, n: number): Ask {
  return replyAsk(site, cookie, { n });
}

/** The same of a reply to `parentId`. */
export function replyAsk(
  { site, slug }: BenchSite,
  cookie: string,
  { n, parentId }: { n: number; parentId?: string | undefined },
): Ask {
  return {
    method: 'POST',
    path: `/api/v1/verdicts/${slug}/comments`,
    headers: { 'content-type': 'application/json', cookie, origin: site.url },
    body: JSON.stringify({ body: stampedBody(n), parentId, nonce: randomUUID() }),
  };
}

/** Somebody who says one thing at a time, to our site or to a bare server. @throws where it is refused */
export type Say = (n: number) => Promise<void>;

/** @param cookie the writer's session; everything said answers `parentId`, where there is one */
export function sayAtOurs(
  site: BenchSite,
  cookie: string,
  parentId?: string,
): { say: Say; last: () => CommentView } {
  let last: CommentView | undefined;
  const say = async (n: number) => {
    const { status, body } = await sayOnce(site.url, () => replyAsk(site, cookie, { n, parentId }));
    if (status !== 201) throw new Error(`a comment was answered ${status}: ${body.toString()}`);
    last = JSON.parse(body.toString()) as CommentView;
  };
  return { say, last: () => last! };
}

/** The bytes that our site sends of a comment, sent by a bare server. */
export function sayAtBare({ url }: Server, template: CommentView): Say {
  const { mine: _, ...comment } = template;
  return async (n) => {
    const news = (said: CommentView) => ({
      ...{ verdict: comment.verdict, since: comment.seq - 1, seq: comment.seq },
      ...{ comments: [said], total: n },
    });
    const { status } = await sayOnce(url, () => {
      const body = stampedBody(n);
      const said = { ...comment, body, html: `<p>${body}</p>` };
      return { method: 'POST', path: '/', body: JSON.stringify(news(said)) };
    });
    if (status !== 201) throw new Error(`the bare server answered ${status}`);
  };
}

/** On a line of its own: between two comments a second apart the server may close an idle one. */
async function sayOnce(url: string, ask: () => Ask): Promise<Answer> {
  const line = await Connection.open(url);
  try {
    return await line.ask(ask());
  } finally {
    line.close();
  }
}
