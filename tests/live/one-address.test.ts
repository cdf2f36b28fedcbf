import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_FROM_ONE_ADDRESS } from '#lib/live/connections.server.ts';
import { metric } from '../faults/report.ts';
import { publishOn } from '../faults/verdict.ts';
import { startSite, type Site } from '../site.ts';

const ATTACKER = '192.0.2.1';
const SESSIONS = 600;
/** Milliseconds after which nothing of an abandoned session may be left. */
const BOUND = 10_000;

let site: Site;
let slug: string;
beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on', TRUST_PROXY: '1' } });
  slug = await publishOn(site, 'On one address');
});
afterAll(() => site?.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });

/** A page that reconnects by itself until it is let in. */
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
  `${SESSIONS} polling sessions abandoned by one address shut nobody out, and are gone within ten seconds`,
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
    expect(statuses.filter((status) => status === 200)).toHaveLength(MAX_FROM_ONE_ADDRESS);
    expect(statuses.filter((status) => status === 403)).toHaveLength(SESSIONS - MAX_FROM_ONE_ADDRESS);
    const other = reader('192.0.2.2', { reconnection: false });
    const neighbour = reader(ATTACKER);
    await connected(other);
    await connected(neighbour);
    expect(await neighbour.emitWithAck('verdict:watch', { verdict: slug })).toMatchObject({ ok: true });
    const closed = () => metric(site.url, 'live_connections_total', 'closed');
    await vi.waitUntil(async () => (await closed()) >= MAX_FROM_ONE_ADDRESS, { timeout: BOUND });
    expect(performance.now() - abandoned).toBeLessThan(BOUND);
  },
);
