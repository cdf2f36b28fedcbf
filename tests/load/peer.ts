// Other software at an address, described in a JSON file: how to post, read and listen. See README.md.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { HttpRequest } from './http.ts';
import { stampedBody } from './stamp.ts';
import type { WatchTarget } from './watcher.ts';

const headers = z.record(z.string(), z.string()).default({});

const description = z.strictObject({
  name: z.string(),
  url: z.httpUrl(),
  /** Used in turn by writers and listeners; if empty, all are guests. */
  cookies: z.array(z.string()).default([]),
  post: z
    .strictObject({
      method: z.string().default('POST'),
      path: z.string(),
      headers,
      /** The body's text: {{text}} is the comment, {{n}} its number. */
      body: z.string(),
      /** The status, and text in the body, of an accepted comment. */
      accepted: z.strictObject({ status: z.number(), contains: z.string().default('') }),
    })
    .optional(),
  read: z.strictObject({ path: z.string(), headers }).optional(),
  listen: z
    .strictObject({
      protocol: z.enum(['socket.io', 'ws']),
      /** Where the websocket is, with its query. */
      path: z.string().default('/socket.io/?EIO=4&transport=websocket'),
      /** Packets to send once connected, such as 42["meta.rooms.enter",{"enter":"topic_1"}]. */
      packets: z.array(z.string()).default([]),
    })
    .optional(),
});

export interface Peer {
  name: string;
  url: string;
  cookies: string[];
  post?: (n: number) => HttpRequest;
  isAccepted: (answer: { status: number; body: Buffer }) => boolean;
  read?: HttpRequest;
  watch?: WatchTarget;
}

/** @throws if the file doesn't match the description */
export async function readPeer(file: string): Promise<Peer> {
  const parsed = description.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} does not describe a peer:\n${z.prettifyError(parsed.error)}`);
  const { name, url, cookies, post, read, listen } = parsed.data;
  const base = url.replace(/\/$/, '');
  const cookieOf = (n: number): Record<string, string> =>
    cookies.length ? { cookie: cookies[n % cookies.length]! } : {};
  return {
    name,
    url: base,
    cookies,
    ...(post && {
      post: (n) => ({
        method: post.method,
        path: post.path,
        headers: { ...post.headers, ...cookieOf(n) },
        body: post.body.replaceAll('{{n}}', String(n)).replaceAll('{{text}}', stampedBody(n)),
      }),
    }),
    isAccepted: ({ status, body }) =>
      status === post?.accepted.status && body.includes(post.accepted.contains),
    ...(read && { read }),
    ...(listen && { watch: { url: base, slug: '', follows: false, ...listen } }),
  };
}
