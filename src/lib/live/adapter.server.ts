import type { ServerOptions } from 'socket.io';
import { listener, publisher } from '#lib/db/channel.server.ts';
import { settings } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';

export interface ProcessLink {
  /** Absent if there is only this process. */
  adapter?: ServerOptions['adapter'];
  close: () => Promise<void>;
}

// A NOTIFY of PostgreSQL takes less than 8000 bytes, and socket.io's own limit allows exactly 8000, which are lost.
// Longer messages go through the table socket_io_attachments.
const LONGEST_NOTIFY = 7900;

/** Messages kept in a Redis stream: some minutes of a storm. Clients that missed more fetch the changes anyway. */
const STREAM_LENGTH = 10_000;

/** Milliseconds that a start waits for Redis; after that it keeps connecting in the background. */
const REDIS_TIMEOUT = 2_000;

/** Connects to the other processes. While their server is away it retries in the background: clients lose nothing. */
export async function connectProcesses(): Promise<ProcessLink> {
  const { LIVE_ADAPTER, REDIS_URL } = settings();
  if (LIVE_ADAPTER === 'postgres') return connectByPostgres();
  if (LIVE_ADAPTER === 'redis') return connectByRedis(REDIS_URL!);
  return { close: async () => {} };
}

async function connectByPostgres(): Promise<ProcessLink> {
  const { createAdapter } = await import('@socket.io/postgres-adapter');
  const sending = publisher();
  // To the adapter this is one pool. LISTEN has its own connection, which takes none from requests; NOTIFY has
  // another, so that messages leave in order.
  const pool = { connect: listener, query: sending.query };
  return {
    adapter: createAdapter(pool as unknown as Parameters<typeof createAdapter>[0], {
      payloadThreshold: LONGEST_NOTIFY,
      errorHandler: (err) => log.warn({ err }, 'messages to other processes were lost: their readers resync'),
    }),
    close: sending.close,
  };
}

async function connectByRedis(url: string): Promise<ProcessLink> {
  const { createClient } = await import('redis');
  const { createAdapter } = await import('@socket.io/redis-streams-adapter');
  // While Redis is away, sending fails at once instead of waiting, so that this process's own readers get the message.
  const client = createClient({ url, disableOfflineQueue: true });
  const duplicate = client.duplicate.bind(client);
  // The connections that listen wait for Redis.
  client.duplicate = (options) => duplicate({ ...options, disableOfflineQueue: false });
  // The adapter doesn't handle this promise, and an unhandled rejection would end the process.
  const publish = client.publish.bind(client);
  const safePublish: typeof publish = (...args) => publish(...args).catch(() => 0);
  Object.assign(client, { publish: safePublish });
  client.on('error', (err: unknown) =>
    log.warn({ err }, 'Redis does not respond: live messages reach this process only'),
  );
  client.on('ready', () => log.info('Redis responds'));
  let closing = false;
  const connected = client.connect().catch((err: unknown) => {
    if (!closing) log.error({ err }, 'the connection to Redis was given up');
  });
  await Promise.race([connected, new Promise((timeout) => setTimeout(timeout, REDIS_TIMEOUT).unref())]);
  return {
    adapter: createAdapter(client, {
      ...{ streamName: 'copecheck', channelPrefix: 'copecheck', maxLen: STREAM_LENGTH },
    }),
    close: async () => {
      closing = true;
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}
