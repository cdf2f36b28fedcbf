// The standard tools as newcomers and editors run them: by npx, without our scripts or options.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { databaseProcess, freePort, siteEnv, usedDataDir } from '../support/site.ts';

function npx(args: string[], env: Record<string, string> = {}) {
  // Without vitest's environment variables and without its Node on the path.
  const own = {
    ...siteEnv(env),
    NODE_ENV: '',
    VITEST: '',
    PATH: process.env['PATH']!.replaceAll(/[^:]*node_modules[^:]*:/g, ''),
  };
  return spawn('npx', ['--no-install', ...args], {
    env: own,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function outcome(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = npx(args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, output: stdout + stderr };
}

// `npm test` runs the linters and formatters without options as well.
it.each([
  [['vitest', 'list', '--project', 'client', '--filesOnly'], /discussion\.svelte\.test\.ts/],
  [['playwright', 'test', '--list', 'health'], /health\.test\.ts/],
])('npx %s', async (args, output) => {
  const result = await outcome(args);
  expect(result.output).toMatch(output);
  expect(result.code).toBe(0);
});

it('npx vite dev opens the database, and serves pages, /components and live updates', async () => {
  const dataDir = await usedDataDir();
  const port = await freePort();
  const child = npx(['vite', 'dev', '--port', String(port)], { DATA_DIR: dataDir });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    const look = (chunk: Buffer) => (output += chunk.toString()).includes('CopeCheck is ready') && resolve();
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => reject(new Error(`It ended with code ${code}:\n${output}`)));
  });
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('href="/v/'); // the sample verdicts
  const components = await fetch(`http://127.0.0.1:${port}/components`);
  expect(await components.text()).toContain('src="/tests/components/page.ts"');
  const script = await fetch(`http://127.0.0.1:${port}/tests/components/page.ts`);
  expect(await script.text()).toContain('ComponentsPage.svelte');
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
  await new Promise((resolve, reject) =>
    socket.once('connect', () => resolve(null)).once('connect_error', reject),
  );
  socket.close();

  process.kill(-child.pid!, 'SIGTERM');
  await Promise.all([once(child.stdout, 'close'), once(child, 'exit')]);
  expect(() => databaseProcess(dataDir)).toThrow('ENOENT');
  await rm(dataDir, { recursive: true });
});
