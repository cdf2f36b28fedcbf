import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort } from '../support/site.ts';

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((file) => existsSync(file));

/** Why tests with Redis are skipped, or null. */
export const whyNoRedis =
  process.env['REDIS_URL'] || program
    ? null
    : 'there is no redis-server on the PATH and REDIS_URL is not set';

/** The Redis at REDIS_URL, or else a new one without persistence. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['REDIS_URL'];
  if (given) return { url: given, stop: async () => {} };
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of server.stdout) if (String(line).includes('Ready to accept')) break;
  server.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    },
  };
}
