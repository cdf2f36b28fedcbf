import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Opens a websocket without a library, because none can stop reading. It closes with the test. @throws if refused */
export async function openSocket(site: string, headers: Record<string, string> = {}): Promise<Socket> {
  const upgrade = request(`${site}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...headers,
    },
    agent: false,
  }).end();
  return new Promise((resolve, reject) => {
    upgrade.once('upgrade', (_response, socket) => {
      // The server resets these connections on purpose.
      socket.on('error', () => {});
      onTestFinished(() => void socket.destroy());
      resolve(socket);
    });
    upgrade.once('response', (response) => {
      response.resume();
      reject(new Error(`refused with ${response.statusCode}`));
    });
    upgrade.once('error', reject);
  });
}

/** Watches a verdict. It answers no ping. */
export async function openWatcher(
  site: string,
  slug: string,
  headers: Record<string, string> = {},
): Promise<Socket> {
  const socket = await openSocket(site, headers);
  // The server drops packets sent before its connect packet (40). 430 acknowledges message 0.
  socket.write(frame('40'));
  await received(socket, '40{');
  socket.write(frame(`420["verdict:watch",${JSON.stringify({ verdict: slug })}]`));
  await received(socket, '430[{"ok":true');
  return socket;
}

/** Watches a verdict and then stops reading. */
export async function stalledWatcher(site: string, slug: string): Promise<Socket> {
  const socket = await openWatcher(site, slug);
  socket.pause();
  return socket;
}

async function received(socket: Socket, what: string): Promise<void> {
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
