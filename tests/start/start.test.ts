// The tests of each part use the same site or data folder one after the other: a start costs seconds.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  databaseProcess,
  freePort,
  newDataDir,
  run,
  siteEnv,
  startSite,
  type Site,
} from '../support/site.ts';
import { runScript } from './clone.ts';

const start = (env: Record<string, string>) => run(['src/entry.ts'], siteEnv(env));
const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

let dataDir: string;
let site: Site;
beforeAll(async () => {
  dataDir = await newDataDir();
  site = await startSite({ dataDir });
});
afterAll(() => rm(dataDir, { recursive: true }));

describe('a first start', () => {
  it('prints its address and a link for the first admin', () => {
    expect(site.output()).toContain(`CopeCheck is ready: http://127.0.0.1:${site.port}\n`);
    expect(site.adminLink()).toMatch(/\/admin\/first\?key=.{20,}/);
  });

  it('logs a warning that its limits are off', () => {
    expect(site.output()).toContain('RATE_LIMITS IS OFF');
  });

  it('loads sample verdicts, so that the front page isn’t empty', async () => {
    expect(await verdictsOf(site.url)).not.toEqual([]);
  });
});

describe('a running site', () => {
  it('refuses a second site on its DATA_DIR, with one line', async () => {
    const second = await start({ DATA_DIR: dataDir, PORT: String(await freePort()), RATE_LIMITS: 'on' });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /^CopeCheck can't start\. CopeCheck already runs on .+ Stop it first, or .+\n$/,
    );
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
  });

  it('shares its database with the command line', async () => {
    const { code, stdout } = await site.cli('user', 'list', '--json');
    expect({ code, users: JSON.parse(stdout) as unknown }).toEqual({ code: 0, users: [] });
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
  });

  it('redirects pages requested under another host name to its own address', async () => {
    const options = { redirect: 'manual', headers: { accept: 'text/html' } } as const;
    const page = await fetch(`http://localhost:${site.port}//elsewhere.example/x?y=1`, options);
    expect(page.status).toBe(307);
    expect(page.headers.get('location')).toBe(`${site.url}//elsewhere.example/x?y=1`);
    const write = await fetch(`http://localhost:${site.port}/healthz`, { ...options, method: 'POST' });
    expect(write.headers.get('location')).toBeNull();
  });
});

describe('a stop', () => {
  it('finishes running requests, refuses new ones, tells watching clients when to reconnect, and stops the database', async () => {
    // Deleted for the later start.
    await site.sql('TRUNCATE verdicts CASCADE');
    const database = databaseProcess(dataDir);
    const socket = io(site.url, { transports: ['websocket'], reconnection: false });
    const received = (event: string) => new Promise((resolve) => socket.once(event, resolve));
    await received('connect');
    const [leaving, disconnected] = [received('server:leaving'), received('disconnect')];
    const request = connect(site.port, '127.0.0.1');
    const response = text(request);
    const body = JSON.stringify({ username: 'nobody-here', password: 'wrong password' });
    const head = [
      'POST /api/v1/session HTTP/1.1',
      `Host: 127.0.0.1:${site.port}`,
      'Content-Type: application/json',
    ];
    request.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
    // The site has begun to handle it when it responds to a later request.
    await fetch(`${site.url}/healthz`);
    const stopped = site.stop();
    await refusesConnections(site.port);
    // Clients are disconnected while the request still runs.
    expect(await leaving).toEqual({ retryIn: expect.any(Number) as number });
    await disconnected;
    request.write(body.slice(10));
    expect(await response).toMatch(/^HTTP\/1\.1 401 /);
    expect(await stopped).toBe(0);
    expect(isAlive(database)).toBe(false);
  });
});

describe('a later start', () => {
  it('fails with one line if the port is taken, and leaves no database running', async () => {
    const other = createServer().listen(site.port, '127.0.0.1');
    await once(other, 'listening');
    const { code, stderr } = await start({ DATA_DIR: dataDir, PORT: String(site.port), RATE_LIMITS: 'on' });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `CopeCheck can't start. PORT ${site.port} on 127.0.0.1 is taken: stop the program that has it, or set PORT to another.\n`,
    );
    expect(() => databaseProcess(dataDir)).toThrow('ENOENT');
  });

  it.each([
    ['PORT', 'eighty', /^CopeCheck can't start\. PORT is "eighty": .+\n$/],
    [
      'DATABASE_URL',
      'postgresql://x:secret@127.0.0.1:1/x',
      /^CopeCheck can't start\. The database of DATABASE_URL does not respond: .+\n$/,
    ],
  ])('fails with one line that names %s if its value can’t be used', async (name, value, line) => {
    const { code, stderr } = await start({ RATE_LIMITS: 'on', [name]: value });
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain('secret');
  });

  it('by npm start works, and loads no sample verdicts, so that deleted ones stay deleted', async () => {
    const npmStart = runScript('.', ['.config/start.mjs'], { DATA_DIR: dataDir, PORT: String(site.port) });
    await npmStart.printed('CopeCheck is ready');
    expect(await verdictsOf(site.url)).toEqual([]);
    npmStart.child.kill('SIGTERM');
    expect(await npmStart.ended).toBe(0);
    expect(() => databaseProcess(dataDir)).toThrow('ENOENT');
  });
});

async function refusesConnections(port: number): Promise<void> {
  for (;;) {
    const probe = connect(port, '127.0.0.1');
    const outcome = await Promise.race([once(probe, 'connect'), once(probe, 'error')]).catch(() => null);
    probe.destroy();
    if (outcome === null || outcome[0] instanceof Error) return;
  }
}

async function verdictsOf(url: string): Promise<unknown[]> {
  const { items } = (await (await fetch(`${url}/api/v1/verdicts`)).json()) as { items: unknown[] };
  return items;
}
