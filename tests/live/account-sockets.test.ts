// Ending a session closes its sockets, and the log has no secret of a link.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { PASSWORD } from '../support/cast.ts';
import { PATIENCE } from '../support/patience.ts';
import { startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';

let site: Site;
let ada: ApiClient;
let cookies: string[];
const sockets: Socket[] = [];

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', LOG_LEVEL: 'debug' } });
  ada = await ApiClient.signUp(site.url, 'ada');
  cookies = [ada.cookie, await signIn(), await signIn()];
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await site?.stop();
});

async function signIn(): Promise<string> {
  const response = await fetch(`${site.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', password: PASSWORD }),
  });
  return response.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function connect(cookie: string): Promise<Socket> {
  const options = { transports: ['websocket'], reconnection: false, forceNew: true };
  const socket = io(site.url, { ...options, extraHeaders: { cookie } });
  sockets.push(socket);
  await new Promise<void>((connected) => socket.once('connect', connected));
  return socket;
}

const connected = () => sockets.map((socket) => socket.connected);

test('ending a session in the list closes its sockets and no others', async () => {
  for (const cookie of cookies) await connect(cookie);
  const { body } = await ada.call<{ items: { id: string; current: boolean }[] }>('GET', '/me/sessions');
  expect(body.items.map(({ current }) => current)).toEqual([true, false, false]);
  await ada.call('DELETE', `/me/sessions/${body.items[1]!.id}`);
  await expect.poll(() => connected().filter(Boolean).length, PATIENCE).toBe(2);
  await ada.call('DELETE', '/me/sessions');
  await expect.poll(connected, PATIENCE).toEqual([true, false, false]);
});

test('a password reset closes the sockets of all sessions, and the log has neither its link nor its path', async () => {
  await connect(await signIn());
  const made = await site.cli('user', 'reset', 'ada', '--json');
  const { link } = JSON.parse(made.stdout) as { link: string };
  const token = new URL(link).searchParams.get('token')!;
  expect((await fetch(link)).status).toBe(200);
  const response = await fetch(`${site.url}/api/v1/password-resets/${token}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: PASSWORD }),
  });
  expect(response.status).toBe(204);
  await expect.poll(connected, PATIENCE).toEqual([false, false, false, false]);
  await expect.poll(site.output, PATIENCE).toContain('/api/v1/password-resets/[token]');
  expect(site.output()).not.toContain(token);
  expect(made.stderr).not.toContain(token);
});
