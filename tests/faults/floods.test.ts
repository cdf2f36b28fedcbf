import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { Socket as RawSocket } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_PER_ADDRESS } from '#lib/live/connection-guard.server.ts';
import type { VerdictPresence, Watched } from '#lib/live/events.ts';
import { ANONYMOUS_PER_ADDRESS } from '#lib/live/presence.ts';
import { PATIENCE } from '../support/patience.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, type Site } from '../support/site.ts';
import { openWatcher } from './raw-websocket.ts';
import { LONG, metric, report } from './report.ts';

const TIMES = LONG ? 1000 : 80;
/** Concurrent requests of one flood. */
const AT_ONCE = 25;
/** Milliseconds that another reader's page may take during a flood, on a busy machine. */
const SERVED_WITHIN = 10_000;

const ATTACKER = '192.0.2.1';
const CROWDED = '192.0.2.3';
const SESSIONS = MAX_PER_ADDRESS + 50;
/** Milliseconds after which abandoned sessions must be closed. */
const BOUND = 10_000;

let site: Site;
let slug: string;
beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on', TRUST_PROXY: '1' } });
  slug = await publishTitled(site, 'On floods');
});
afterAll(() => site?.stop());

const json = (body: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const floods: [what: string, path: () => string, init: () => RequestInit, allowed: number[]][] = [
  [
    'sign-ins',
    () => '/api/v1/session',
    () => json({ username: 'ada', password: 'wrong-and-long' }),
    [401, 429],
  ],
  [
    'sign-ups',
    () => '/api/v1/accounts',
    () =>
      json({ username: `u${Math.random()}`.slice(0, 12).replace('.', ''), password: 'tulip-harbour-twelve' }),
    [201, 422, 429],
  ],
  [
    'feedback',
    () => '/api/v1/feedback',
    () => json({ kind: 'idea', message: 'Flooded with ideas' }),
    [201, 429],
  ],
  ['comments of strangers', () => `/api/v1/verdicts/${slug}/comments`, () => json({ body: 'x' }), [401]],
  ['half a JSON', () => '/api/v1/session', () => ({ ...json({}), body: '{"a":' }), [422]],
  ['pages that are not there', () => `/v/${Math.random()}`, () => ({}), [404]],
  ['comment lists', () => `/api/v1/verdicts/${slug}/comments?limit=100`, () => ({}), [200]],
  ['changes', () => `/api/v1/verdicts/${slug}/changes?since=0`, () => ({}), [200]],
  ['metrics', () => '/metrics', () => ({}), [200]],
];

test(
  'under a flood of any kind the limits hold and other readers are served',
  { timeout: 240_000 },
  async () => {
    for (const [what, path, init, allowed] of floods) {
      const counts = new Map<number, number>();
      let left = TIMES;
      const flooder = async () => {
        while (left-- > 0) {
          const { status, body } = await fetch(site.url + path(), init());
          await body?.cancel();
          counts.set(status, (counts.get(status) ?? 0) + 1);
        }
      };
      const flooding = Promise.all(Array.from({ length: AT_ONCE }, flooder));
      const started = performance.now();
      const page = await fetch(`${site.url}/v/${slug}`);
      await page.text();
      const took = Math.round(performance.now() - started);
      await flooding;
      expect(page.status, what).toBe(200);
      expect(took, what).toBeLessThan(SERVED_WITHIN);
      expect(allowed, `${what}: ${JSON.stringify([...counts])}`).toEqual(
        expect.arrayContaining([...counts.keys()]),
      );
      if (allowed.includes(429)) expect(counts.get(429), what).toBeGreaterThan(TIMES / 2);
      report(
        `${TIMES} ${what}`,
        `responses: ${[...counts].map(([status, n]) => `${n} × ${status}`).join(', ')}; another reader’s page in ${took} ms`,
        'nothing',
      );
    }
  },
);

test('a body of 1 MB is refused with a message on pages and in the API', { timeout: 300_000 }, async () => {
  const big = 'a'.repeat(1_000_000);
  const api = await fetch(`${site.url}/api/v1/feedback`, json({ kind: 'idea', message: big }));
  expect([api.status, await api.json()]).toMatchObject([413, { code: 'too-large' }]);
  const headers = {
    origin: site.url,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  };
  const form = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ kind: 'idea', message: big, email: '', page: '' }),
  });
  const page = await form.text();
  expect(form.status).toBe(413);
  expect(page).toMatch(/up to 256 kB/);
  const endless = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers,
    body: `message=${'a'.repeat(8_000_000)}`,
  }).then(
    ({ status }) => status,
    () => 'cut',
  );
  expect([413, 'cut']).toContain(endless);
  expect((await fetch(`${site.url}/v/${slug}`)).status).toBe(200);
  report('a page of 1 MB, of 8 MB', `refused with 413, ${endless}`, 'nothing');
});

const from = (address: string) => ({ 'x-forwarded-for': address });

/** A client that retries until it is accepted. */
function reader(address: string, options: object = {}): Socket {
  const socket = io(site.url, {
    ...{ transports: ['websocket'], forceNew: true, reconnectionDelay: 250, reconnectionDelayMax: 250 },
    ...{ extraHeaders: from(address), ...options },
  });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

const closed = () => metric(site.url, 'live_connections_total', 'closed');
const connected = (socket: Socket) => vi.waitUntil(() => socket.connected, { timeout: BOUND });

test(
  `${SESSIONS} abandoned polling sessions of one address don’t block other clients and close within ten seconds`,
  { timeout: 300_000 },
  async () => {
    const before = await closed();
    const agent = new Agent({ keepAlive: true, maxSockets: 25 });
    const statuses = await Promise.all(
      Array.from({ length: SESSIONS }, async () => {
        const url = `${site.url}/socket.io/?EIO=4&transport=polling`;
        const [answer] = (await once(get(url, { agent, headers: from(ATTACKER) }), 'response')) as [
          IncomingMessage,
        ];
        answer.resume();
        return answer.statusCode;
      }),
    );
    agent.destroy();
    const abandoned = performance.now();
    expect(statuses.filter((status) => status === 200)).toHaveLength(MAX_PER_ADDRESS);
    expect(statuses.filter((status) => status === 403)).toHaveLength(SESSIONS - MAX_PER_ADDRESS);
    const other = reader('192.0.2.2', { reconnection: false });
    const neighbour = reader(ATTACKER);
    await connected(other);
    await connected(neighbour);
    expect(await neighbour.emitWithAck('verdict:watch', { verdict: slug })).toMatchObject({ ok: true });
    await vi.waitUntil(async () => (await closed()) >= before + MAX_PER_ADDRESS, { timeout: BOUND });
    expect(performance.now() - abandoned).toBeLessThan(BOUND);
  },
);

test(
  'the websockets of one address are limited, and other addresses still get theirs',
  { timeout: 300_000 },
  async () => {
    const open: RawSocket[] = [];
    const refused: string[] = [];
    // The proxy adds the client's address to the header that the client sent.
    const watcher = (address: string) => openWatcher(site.url, slug, from(`6.6.6.6, ${address}`));
    // In tens: the kernel's backlog of half-open connections isn't tested here.
    for (let at = 0; at < SESSIONS; at += 10)
      await Promise.all(
        Array.from({ length: 10 }, () =>
          watcher(CROWDED).then(
            (socket) => open.push(socket),
            (error: Error) => refused.push(error.message),
          ),
        ),
      );
    expect(open.length).toBe(MAX_PER_ADDRESS);
    expect(new Set(refused)).toEqual(new Set(['refused with 400']));
    await watcher('192.0.2.4');
    expect((await fetch(site.url)).status).toBe(200);
    // A closed connection makes room.
    const before = await closed();
    for (const socket of open.splice(0, 10)) socket.destroy();
    await vi.waitUntil(async () => (await closed()) >= before + 10, PATIENCE);
    await watcher(CROWDED);
    report(
      `${SESSIONS} sockets from one address`,
      `${MAX_PER_ADDRESS} accepted, ${refused.length} refused, another address served`,
      'nothing',
    );
  },
);

test(
  'at most five anonymous readers of one address count, beside those of other addresses',
  { timeout: 300_000 },
  async () => {
    const watch = async (address: string) => {
      const socket = reader(address);
      return { socket, watched: (await socket.emitWithAck('verdict:watch', { verdict: slug })) as Watched };
    };
    const { socket: onlooker } = await watch('198.51.100.1');
    const shown: number[] = [];
    onlooker.on('verdict:presence', ({ readers }: VerdictPresence) => shown.push(readers));
    const crowd = await Promise.all(Array.from({ length: 100 }, () => watch(ATTACKER)));
    // A household with IPv6 has a whole /64 of addresses.
    const household = Array.from({ length: 10 }, (_, at) => watch(`2001:db8:0:1::${at + 1}`));
    await Promise.all(household);
    await watch('198.51.100.2');
    const all = 1 + ANONYMOUS_PER_ADDRESS + ANONYMOUS_PER_ADDRESS + 1;
    await vi.waitUntil(() => shown.at(-1) === all, { timeout: 10_000 });
    expect(Math.max(...shown)).toBe(all);
    const { readers } = (await (await fetch(`${site.url}/api/v1/verdicts/${slug}`)).json()) as {
      readers: number;
    };
    expect(readers).toBe(all);
    for (const { watched } of crowd) expect(watched.ok && watched.readers).toBeLessThanOrEqual(all);
    for (const { socket } of crowd) socket.disconnect();
    await vi.waitUntil(() => shown.at(-1) === all - ANONYMOUS_PER_ADDRESS, { timeout: 10_000 });
  },
);
