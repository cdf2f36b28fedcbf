import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSite, type Site } from '../support/site.ts';
import { startDatabase, type Database } from './database.ts';
import { LONG, lostOf, metric, report } from './report.ts';
import { pause, readerOf, settle, storm, Stubborn } from './storm.ts';
import { publishOn } from './verdict.ts';
import { PATIENCE } from '../support/patience.ts';

const AWAY = LONG ? 10_000 : 3_000;

let database: Database;
let site: Site;
let slug: string;
beforeAll(async () => {
  database = await startDatabase();
  site = await startSite({
    env: { DATABASE_URL: database.url, SAMPLE_DATA: 'off', LIVE_ADAPTER: 'postgres' },
  });
  slug = await publishOn(site, 'On outages');
});
afterAll(async () => {
  await site?.stop();
  await database?.remove();
});

test.each(['fast', 'kill'] as const)(
  'the database goes away (%s) in a storm and comes back: writes are refused meanwhile, nothing is lost',
  { timeout: 120_000 },
  async (how) => {
    const readers = Array.from({ length: 20 }, () => readerOf(site.url, slug));
    await vi.waitUntil(() => readers.every(({ reader }) => reader.socket.connected), { timeout: 10_000 });
    const visitor = await Stubborn.signUp(site.url, `v-${randomUUID().slice(0, 8)}`);
    let back = 0;
    const crowd = await storm({ site: site.url, slug, writers: 8 }, async () => {
      await pause(1500);
      const seen = await (await fetch(`${site.url}/v/${slug}`)).text();
      await database.stop(how);
      await pause(300);
      // What strangers saw last is still there for them.
      expect((await (await fetch(`${site.url}/v/${slug}`)).text()) === seen).toBe(true);
      await refusesClearly(visitor, how);
      await pause(AWAY - 300);
      await database.start();
      const started = Date.now();
      await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, {
        timeout: 20_000,
        interval: 50,
      });
      back = Date.now() - started;
      await pause(1500);
    });
    const came = await settle({ site: site.url, slug }, crowd, readers);
    expect(came).toMatchObject({ missing: 0, apart: 0 });
    // Nobody waits in vain for a connection that the outage took.
    const answers = await Promise.all(Array.from({ length: 60 }, () => fetch(`${site.url}/v/${slug}`)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await vi.waitUntil(
      async () => (await metric(site.url, 'db_pool_connections', 'waiting')) === 0,
      PATIENCE,
    );
    report(
      `database gone for ${AWAY / 1000} s (${how})`,
      `${came.accepted} comments accepted, ${came.repeated} sends refused and repeated, back after ${back} ms`,
      lostOf(came),
    );
  },
);

async function refusesClearly(visitor: Stubborn, how: string): Promise<void> {
  const refused = await visitor.send(slug, 'During the outage', randomUUID());
  expect(refused).toMatchObject({ status: 503, after: 5, answer: { code: 'unavailable' } });
  const page = await fetch(`${site.url}/v/${slug}?never-read-before=${how}`);
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  const read = await fetch(`${site.url}/api/v1/verdicts/${slug}/changes?since=0`);
  expect([read.status, await read.json()]).toMatchObject([503, { code: 'unavailable' }]);
  expect([(await fetch(`${site.url}/healthz`)).status, (await fetch(`${site.url}/readyz`)).status]).toEqual([
    200, 503,
  ]);
  // A browser without JavaScript gets its text back in a form that can be sent again.
  const form = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers: { origin: site.url, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams({ kind: 'idea', message: 'Kept <through> it', email: '', page: '' }),
  });
  expect([form.status, form.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await form.text()).toContain('Kept &#60;through&#62; it</textarea>');
}
