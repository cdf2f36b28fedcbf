import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { databaseAddress, startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';

/** Milliseconds, well below the 20 s of the regular check of all sessions. */
const AT_ONCE = 5_000;

// The default set-up: embedded database, no adapter.
let site: Site;
let database: pg.Client;
let mary: ApiClient;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  database = new pg.Client(databaseAddress(site.dataDir));
  await database.connect();
  mary = await ApiClient.signUp(site.url, 'mary');
});
afterAll(async () => {
  await database?.end();
  await site?.stop();
});

let socket: Socket;
beforeEach(async () => {
  await site.setRole('mary', 'moderator');
  socket = io(site.url, {
    transports: ['websocket'],
    extraHeaders: { cookie: mary.cookie },
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((connected) => socket.once('connect', connected));
  return () => socket.close();
});

const isCut = () => expect.poll(() => socket.connected, { timeout: AT_ONCE, interval: 20 }).toBe(false);

test('removing a role on the command line closes the account’s sockets at once', async () => {
  expect((await site.cli('user', 'role', 'mary', 'reader')).code).toBe(0);
  await isCut();
});

test('deleting an account in SQL closes its sockets', async () => {
  await database.query(`DELETE FROM users WHERE username = 'mary'`);
  await isCut();
  mary = await ApiClient.signUp(site.url, 'mary');
});

test('a role removed while the site wasn’t listening is found when it listens again', async () => {
  // In one transaction with the end of the listening connection, so that the notification is lost.
  await database.query(`
    BEGIN;
    UPDATE users SET role = 'reader' WHERE username = 'mary';
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database();
    COMMIT`);
  await isCut();
});

test('a reader’s session that ended while the site wasn’t listening is found too', async () => {
  const grace = await ApiClient.signUp(site.url, 'grace');
  const [ended, other] = [grace.cookie, ''].map((cookie) =>
    io(site.url, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      reconnection: false,
      forceNew: true,
    }),
  );
  await Promise.all([ended!, other!].map((each) => new Promise<void>((done) => each.once('connect', done))));
  await database.query(`
    UPDATE sessions SET expires_at = now() - interval '1 second'
    WHERE user_id = (SELECT id FROM users WHERE username = 'grace')`);
  await database.query(`
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`);
  await expect.poll(() => ended!.connected, { timeout: AT_ONCE, interval: 20 }).toBe(false);
  expect(other!.connected).toBe(true);
  expect(socket.connected).toBe(true);
  other!.close();
});
