// The baseline of the site: it sends the same bytes to the same clients and does nothing else. Started by servers.ts.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

const kind = process.argv[2];
const ROOM = 'verdict';

interface Answer {
  bytes: Buffer;
  type: string;
}

const NOTHING: Answer = { bytes: Buffer.alloc(0), type: 'text/html' };
/** By address; '' for any other. */
const answers = new Map<string, Answer>();
let broadcast: (message: string) => void = () => {};

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    const { bytes, type } = answers.get(request.url!) ?? answers.get('') ?? NOTHING;
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
  } else if (request.url!.startsWith('/bytes')) {
    const address = new URL(request.url!, 'http://bare').searchParams.get('at') ?? '';
    answers.set(address, {
      bytes: await body(request),
      type: request.headers['content-type'] ?? NOTHING.type,
    });
    response.end();
  } else {
    broadcast(await text(request));
    response.writeHead(201, { 'content-length': 2 }).end('{}');
  }
});

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

if (kind === 'socket.io') {
  const io = new Server(server, { serveClient: true });
  io.on('connection', (socket) => {
    socket.on('verdict:watch', async (_input: unknown, answer: (watched: object) => void) => {
      await socket.join(ROOM);
      answer({ ok: true, seq: 0, tally: 0, readers: 0 });
    });
  });
  broadcast = (message) => io.to(ROOM).emit('verdict:changed', JSON.parse(message));
} else if (kind === 'ws') {
  const wss = new WebSocketServer({ server, perMessageDeflate: false });
  broadcast = (message) => {
    const packet = `42["verdict:changed",${message}]`;
    for (const client of wss.clients) client.send(packet);
  };
}

server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
