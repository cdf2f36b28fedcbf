import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Opens a websocket of our wire by hand, so that it can stop reading as no library would. Ends with the test. @throws where refused */
export async function rawSocket(site: string, headers: Record<string, string> = {}): Promise<Socket> {
  const asked = request(`${site}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...headers,
    },
    agent: false,
  }).end();
  return new Promise((resolve, reject) => {
    asked.once('upgrade', (_response, socket) => {
      // Cut by the server, as these are meant to be, it may still say that it was.
      socket.on('error', () => {});
      onTestFinished(() => void socket.destroy());
      resolve(socket);
    });
    asked.once('response', (response) => {
      response.resume();
      reject(new Error(`refused with ${response.statusCode}`));
    });
    asked.once('error', reject);
  });
}

/** Watches a verdict, as far as the server can tell: it answers no ping. */
export async function rawWatcher(
  site: string,
  slug: string,
  headers: Record<string, string> = {},
): Promise<Socket> {
  const socket = await rawSocket(site, headers);
  // What is sent before the server has let the socket in is thrown away; 430 acknowledges message 0.
  socket.write(frame('40'));
  await heard(socket, '40{');
  socket.write(frame(`420["verdict:watch",${JSON.stringify({ verdict: slug })}]`));
  await heard(socket, '430[{"ok":true');
  return socket;
}

/** Watches a verdict and then never reads again. */
export async function deafWatcher(site: string, slug: string): Promise<Socket> {
  const socket = await rawWatcher(site, slug);
  socket.pause();
  return socket;
}

async function heard(socket: Socket, what: string): Promise<void> {
  for (let all = ''; !all.includes(what);) all += String((await once(socket, 'data'))[0]);
}

/** A masked text frame of less than 64 kB (RFC 6455). */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.from([0x81, 0x80 | (long ? 126 : payload.length)]);
  const length = long ? Buffer.from([payload.length >> 8, payload.length & 255]) : Buffer.alloc(0);
  // A mask of zeros leaves the text as it is.
  return Buffer.concat([head, length, Buffer.alloc(4), payload]);
}
