import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_PER_ADDRESS } from '#lib/live/connection-guard.server.ts';
import type { VerdictPresence, Watched } from '#lib/live/events.ts';
import { ANONYMOUS_PER_ADDRESS } from '#lib/live/presence.ts';
import { metric } from '../faults/report.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, type Site } from '../support/site.ts';

const ATTACKER = '192.0.2.1';
const SESSIONS = 600;
/** Milliseconds after which abandoned sessions must be closed. */
const BOUND = 10_000;

let site: Site;
let slug: string;
beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on', TRUST_PROXY: '1' } });
  slug = await publishTitled(site, 'On one address');
});
afterAll(() => site?.stop());

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

const connected = (socket: Socket) => vi.waitUntil(() => socket.connected, { timeout: BOUND });

test(
  `${SESSIONS} abandoned polling sessions of one address don’t block other clients and close within ten seconds`,
  { timeout: 60_000 },
  async () => {
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
    const closed = () => metric(site.url, 'live_connections_total', 'closed');
    await vi.waitUntil(async () => (await closed()) >= MAX_PER_ADDRESS, { timeout: BOUND });
    expect(performance.now() - abandoned).toBeLessThan(BOUND);
  },
);

test(
  'at most five anonymous readers of one address count, beside those of other addresses',
  { timeout: 60_000 },
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
