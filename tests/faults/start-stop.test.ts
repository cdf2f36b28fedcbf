import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, expect, test } from 'vitest';
import { freePort, newDataDir, siteEnv, startSite, usedDataDir, type Site } from '../support/site.ts';
import { openSocket } from './raw-websocket.ts';
import { LONG, report } from './report.ts';

const STARTS = LONG ? 10 : 1;
const CLIENTS = 8;
/** The longest stop, with any open connections, in milliseconds. */
const STOP_WITHIN = 60_000;

/** Clients that request a page again and again. Counts the responses by status, 0 for none. */
function startClients(url: string): {
  statuses: Map<number, number>;
  until: (status: number) => Promise<void>;
  stop: () => Promise<void>;
} {
  const statuses = new Map<number, number>();
  let running = true;
  const client = async () => {
    while (running) {
      const status = await fetch(url, { headers: { accept: 'text/html' } }).then(
        async (response) => (await response.text(), response.status),
        () => 0,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // A refused connection fails at once: without a pause the clients would take the time that the start needs.
      if (status === 0) await sleep(50);
    }
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    statuses,
    until: (status) => expect.poll(() => statuses.get(status) ?? 0, { timeout: 10_000 }).toBeGreaterThan(0),
    stop: async () => {
      running = false;
      await clients;
    },
  };
}

test(
  `starts and stops (${STARTS}) while ${CLIENTS} clients send requests`,
  { timeout: 300_000 },
  async () => {
    const [dataDir, port] = [LONG ? await newDataDir() : await usedDataDir(), await freePort()];
    for (let count = 1; count <= STARTS; count++) {
      const clients = startClients(`http://127.0.0.1:${port}/`);
      const site = await startSite({ dataDir, port });
      await clients.until(200);
      const hanging = count === STARTS ? await openHangingConnections(site) : [];
      const began = performance.now();
      expect(await site.stop(), site.output()).toBe(0);
      const took = Math.round(performance.now() - began);
      expect(took).toBeLessThan(STOP_WITHIN);
      await clients.stop();
      // 0: not listening. 503: not ready.
      const others = [...clients.statuses.keys()].filter((status) => ![0, 200, 503].includes(status));
      expect(others).toEqual([]);
      report(
        `start ${count} with ${CLIENTS} clients`,
        `${clients.statuses.get(200)} pages; stopped in ${took} ms with ${hanging.length} hanging connections`,
        'nothing',
      );
    }
    await rm(dataDir, { recursive: true });
  },
);

/** One connection of each kind that doesn't close by itself. */
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
  // Half-closed by the client without a response: CLOSE_WAIT on the server.
  const abandoned = ['/', '/nowhere'].map((path) => upgrade('h2c', path).end());
  const unfinished = upgrade('websocket', '/socket.io/?EIO=4&transport=websocket');
  const stalled = (await openSocket(site.url)).pause();
  // The site has accepted them all when it responds to a later connection.
  await fetch(`${site.url}/healthz`);
  return [silent, halfHeaders, stalledBody, neverReads, ...abandoned, unfinished, stalled];
}

test.runIf(LONG)(
  'a stop while the start waits for a database that never responds',
  { timeout: 300_000 },
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
