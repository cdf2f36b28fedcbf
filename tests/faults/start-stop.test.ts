import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { freePort, newDataDir, siteEnv, startSite, type Site } from '../support/site.ts';
import { rawSocket } from './deaf-client.ts';
import { LONG, report } from './report.ts';

const STARTS = LONG ? 10 : 2;
const CLIENTS = 8;
/** A stop takes no longer, whatever connections are open. */
const STOP_WITHIN = 15_000;

/** Asks for a page over and over, whether somebody answers or not. Counts the answers by status. */
function crowd(url: string): {
  answers: Map<number, number>;
  until: (status: number) => Promise<void>;
  stop: () => Promise<void>;
} {
  const answers = new Map<number, number>();
  let running = true;
  const client = async () => {
    while (running) {
      const status = await fetch(url, { headers: { accept: 'text/html' } }).then(
        async (response) => (await response.text(), response.status),
        () => 0,
      );
      answers.set(status, (answers.get(status) ?? 0) + 1);
      // A refused connection comes back at once and would keep this process from everything else.
      if (status === 0) await new Promise((next) => setTimeout(next, 2));
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    answers,
    until: (status) => expect.poll(() => answers.get(status) ?? 0, { timeout: 10_000 }).toBeGreaterThan(0),
    stop: async () => {
      running = false;
      await clients;
    },
  };
}

test(
  `${STARTS} starts and stops under ${CLIENTS} clients that never stop requesting`,
  { timeout: 120_000 },
  async () => {
    const [dataDir, port] = [await newDataDir(), await freePort()];
    for (let count = 1; count <= STARTS; count++) {
      const clients = crowd(`http://127.0.0.1:${port}/`);
      // Rejects with the output where the process ends instead.
      const site = await startSite({ dataDir, port });
      await clients.until(200);
      const hanging = count === STARTS ? await openHangingConnections(site) : [];
      const began = performance.now();
      expect(await site.stop(), site.output()).toBe(0);
      const took = Math.round(performance.now() - began);
      expect(took).toBeLessThan(STOP_WITHIN);
      await clients.stop();
      // 0: nobody listens yet, or any more. 503: not ready.
      const others = [...clients.answers.keys()].filter((status) => ![0, 200, 503].includes(status));
      expect(others).toEqual([]);
      report(
        `start ${count} under ${CLIENTS} clients`,
        `${clients.answers.get(200)} pages; stopped in ${took} ms with ${hanging.length} hanging connections`,
        'nothing',
      );
    }
    await rm(dataDir, { recursive: true });
  },
);

/** One connection of each kind that does not end by itself. */
async function openHangingConnections(site: Site): Promise<Socket[]> {
  const host = `Host: 127.0.0.1:${site.port}\r\n`;
  const raw = (text: string) => {
    const socket = connect(site.port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  const silent = raw('');
  const halfHeaders = raw(`GET / HTTP/1.1\r\n${host}X-Half: `);
  const stalledBody = raw(
    `POST /feedback HTTP/1.1\r\n${host}Origin: ${site.url}\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nhalf`,
  );
  const neverReads = raw(`GET / HTTP/1.1\r\n${host}\r\n`.repeat(500)).pause();
  const upgrade = (offer: string, path: string) =>
    raw(`GET ${path} HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: ${offer}\r\n\r\n`);
  // Half-closed by the client and never answered: CLOSE_WAIT on the side of the site.
  const abandoned = ['/', '/nowhere'].map((path) => upgrade('h2c', path).end());
  const unfinished = upgrade('websocket', '/socket.io/?EIO=4&transport=websocket');
  const deaf = (await rawSocket(site.url)).pause();
  // The site has seen all of it when it answers a later connection.
  await fetch(`${site.url}/healthz`);
  return [silent, halfHeaders, stalledBody, neverReads, ...abandoned, unfinished, deaf];
}

test.runIf(LONG)(
  'a stop while the start waits for a database that never answers',
  { timeout: 60_000 },
  async () => {
    const database = createServer(() => {}).listen(0, '127.0.0.1');
    await once(database, 'listening');
    const { port } = database.address() as AddressInfo;
    const env = siteEnv({
      DATABASE_URL: `postgresql://x:x@127.0.0.1:${port}/x`,
      DATA_DIR: await newDataDir(),
      PORT: String(await freePort()),
    });
    const child = spawn(resolve('node_modules/node/bin/node'), ['src/entry.ts'], { env, stdio: 'ignore' });
    await once(database, 'connection');
    const began = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(performance.now() - began).toBeLessThan(STOP_WITHIN);
    database.close();
  },
);
