// The smallest server that keeps a comment: started by servers.ts with the address of the site's database.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { Server } from 'socket.io';
import { z } from 'zod';

const ROOM = 'verdict';

// As many connections as the site has: see db/client.server.ts.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });

const commentInput = z.strictObject({
  body: z.string().min(1).max(10_000),
  parentId: z.uuid().nullish(),
  nonce: z.uuid().nullish(),
});

let seq = 0;

const server = createServer(async (request, response) => {
  const json = await text(request);
  const answer =
    request.url === '/' ? await broadcastComment(json) : await checkComment(json, request.headers.cookie);
  const body = JSON.stringify(answer ?? {});
  response.writeHead(answer ? 201 : 401, { 'content-length': Buffer.byteLength(body) }).end(body);
});

const io = new Server(server, { serveClient: false });
io.on('connection', (socket) => {
  socket.on('verdict:watch', async (_input: unknown, answer: (watched: object) => void) => {
    await socket.join(ROOM);
    answer({ ok: true, seq: 0, tally: 0, readers: 0 });
  });
});

interface Message {
  comments: { body: string; html: string }[];
}

/** INSERT and commit, then broadcast. The message is the site's. */
async function broadcastComment(json: string): Promise<object> {
  const message = JSON.parse(json) as Message;
  const [{ body, html }] = message.comments as [Message['comments'][number]];
  await insert({ author: NOBODY, body, html, nonce: randomUUID() });
  io.to(ROOM).emit('verdict:changed', message);
  return {};
}

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** A session lookup, a valid body, and one INSERT. @returns null without a session */
async function checkComment(json: string, cookie = ''): Promise<object | null> {
  const secret = /(?:^|; )session=([a-z2-7]{40})/.exec(cookie)?.[1] ?? '';
  const { rows } = await pool.query<{ id: string; username: string }>({
    name: 'session',
    text: `SELECT u.id, u.username, u.role FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.id = $1 AND s.expires_at > now()`,
    values: [createHash('sha256').update(secret).digest('hex')],
  });
  const [reader] = rows;
  if (!reader) return null;
  const { body, nonce } = commentInput.parse(JSON.parse(json));
  const id = await insert({
    author: reader.id,
    body,
    html: `<p>${body}</p>`,
    nonce: nonce ?? randomUUID(),
  });
  return { id, body, author: { username: reader.username } };
}

async function insert({
  author,
  body,
  html,
  nonce,
}: Record<'author' | 'body' | 'html' | 'nonce', string>): Promise<string> {
  seq += 1;
  const { rows } = await pool.query<{ id: string }>({
    name: 'comment',
    text: `INSERT INTO bare_comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq, nonce)
      VALUES (uuidv7(), $1, $2, 0, lpad(to_hex($3::int), 8, '0'), $4, $5, 1, $3::int, $6) RETURNING id`,
    values: [NOBODY, author, seq, body, html, nonce],
  });
  return rows[0]!.id;
}

// The same columns, indexes and checks, without foreign keys.
await pool.query(
  'DROP TABLE IF EXISTS bare_comments; CREATE TABLE bare_comments (LIKE comments INCLUDING ALL)',
);

server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
