import type { ServerOptions } from 'socket.io';
import { listener, publisher } from '#lib/db/channel.server.ts';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';

/** How this process and the others on the same database hear of each other (LIVE_ADAPTER). */
export interface Neighbours {
  /** What socket.io makes its rooms with; absent where this process is alone. */
  adapter?: ServerOptions['adapter'];
  /** Says what waits to be said, then hangs up. */
  close: () => Promise<void>;
}

// A NOTIFY of PostgreSQL takes less than 8000 bytes, and socket.io's own limit lets exactly 8000 through, which is
// then lost. What is longer goes through the table socket_io_attachments.
const LONGEST_NOTIFY = 7900;

/** What a stream of Redis keeps: some minutes of a storm. Whoever missed more asks the site for changes anyway. */
const STREAM_LENGTH = 10_000;

/** Milliseconds that a start waits for Redis; one that is slower or away is found later. */
const REDIS_PATIENCE = 2_000;

/** Connects to the other processes. A server that is away now is looked for in the background: clients lose nothing. */
export async function meetNeighbours(): Promise<Neighbours> {
  const { LIVE_ADAPTER, REDIS_URL } = settings();
  if (LIVE_ADAPTER === 'postgres') return overPostgres();
  if (LIVE_ADAPTER === 'redis') return overRedis(REDIS_URL!);
  return { close: async () => {} };
}

async function overPostgres(): Promise<Neighbours> {
  const { createAdapter } = await import('@socket.io/postgres-adapter');
  const sending = publisher();
  // Two roles of one pool, as the adapter sees it: its LISTEN on a connection of its own, which never takes a place
  // among those of requests, and its NOTIFYs on another, so that they leave in the order in which they were said.
  const pool = { connect: listener, query: sending.query };
  return {
    adapter: createAdapter(pool as unknown as Parameters<typeof createAdapter>[0], {
      payloadThreshold: LONGEST_NOTIFY,
      errorHandler: (err) => log.warn({ err }, 'news for other processes was lost: their readers resync'),
    }),
    close: sending.close,
  };
}

async function overRedis(url: string): Promise<Neighbours> {
  const { createClient } = await import('redis');
  const { createAdapter } = await import('@socket.io/redis-streams-adapter');
  // While Redis is away, what is said fails at once instead of waiting for it: this process's own readers hear it then.
  const client = createClient({ url, disableOfflineQueue: true });
  const again = client.duplicate.bind(client);
  // The connections that listen wait for Redis to come back.
  client.duplicate = (options) => again({ ...options, disableOfflineQueue: false });
  // The adapter leaves this promise alone (crowds, asked again every few seconds), and a loss would end the process.
  const publish = client.publish.bind(client);
  const patient: typeof publish = (...said) => publish(...said).catch(() => 0);
  Object.assign(client, { publish: patient });
  client.on('error', (err: unknown) => log.warn({ err }, 'Redis does not answer: live news stays here'));
  client.on('ready', () => log.info('Redis answers'));
  let leaving = false;
  const connected = client.connect().catch((err: unknown) => {
    if (!leaving) log.error({ err }, 'the connection to Redis was given up');
  });
  await Promise.race([connected, new Promise((late) => setTimeout(late, REDIS_PATIENCE).unref())]);
  return {
    adapter: createAdapter(client, {
      ...{ streamName: 'copecheck', channelPrefix: 'copecheck', maxLen: STREAM_LENGTH },
    }),
    close: async () => {
      leaving = true;
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}
