// Somebody else's software at an address, described in a file: how to post, to read and to listen. See README.md.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Ask } from './http.ts';
import { stampedBody } from './stamp.ts';
import type { Watch } from './watcher.ts';

const headers = z.record(z.string(), z.string()).default({});

const description = z.strictObject({
  name: z.string(),
  url: z.httpUrl(),
  /** One for each writer and listener, taken in turn; without any, all are guests. */
  cookies: z.array(z.string()).default([]),
  post: z
    .strictObject({
      method: z.string().default('POST'),
      path: z.string(),
      headers,
      /** The body's text: {{text}} is the comment, {{n}} its number. */
      body: z.string(),
      /** A status and a piece of the body by which a comment that was taken is known. */
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
      say: z.array(z.string()).default([]),
    })
    .optional(),
});

export interface Peer {
  name: string;
  url: string;
  cookies: string[];
  post?: (n: number) => Ask;
  isAccepted: (answer: { status: number; body: Buffer }) => boolean;
  read?: Ask;
  watch?: Watch;
}

/** @throws where the file is not what README.md describes; the message says where */
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
