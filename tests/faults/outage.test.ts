import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { startSite, type Site } from '../support/site.ts';
import { startDatabase, type Database } from './database.ts';
import { LONG, lostOf, metric, report } from './report.ts';
import { allConnected, Load, readerOf, settle } from './storm.ts';
import { publishTitled } from '../support/publish.ts';
import { PATIENCE } from '../support/patience.ts';

const AWAY = LONG ? 10_000 : 1_500;
const [READERS, WRITERS] = LONG ? [20, 8] : [8, 3];
/** Comments to accept before the outage and after it. */
const ACCEPTED = LONG ? 200 : 30;

let database: Database;
let site: Site;
let slug: string;
beforeAll(async () => {
  database = await startDatabase();
  site = await startSite({
    env: { DATABASE_URL: database.url, SAMPLE_DATA: 'off', LIVE_ADAPTER: 'postgres' },
  });
  slug = await publishTitled(site, 'On outages');
});
afterAll(async () => {
  await site?.stop();
  await database?.remove();
});

test.each(['fast', 'kill'] as const)(
  'while the database is stopped (%s) writes are refused, and nothing is lost',
  { timeout: 300_000 },
  async (how) => {
    const readers = Array.from({ length: READERS }, () => readerOf(site.url, slug));
    await allConnected(readers);
    const load = await Load.signUp({ site: site.url, slug }, WRITERS);
    let back = 0;
    const outage = async () => {
      await load.accepts(ACCEPTED);
      const seen = await (await fetch(`${site.url}/v/${slug}`)).text();
      await database.stop(how);
      await sleep(300);
      // Visitors still get the cached page.
      expect((await (await fetch(`${site.url}/v/${slug}`)).text()) === seen).toBe(true);
      await expectRefusals(load.writers[0]!, how);
      await sleep(AWAY - 300);
      await database.start();
      const started = Date.now();
      await vi.waitUntil(async () => (await fetch(`${site.url}/readyz`)).ok, {
        timeout: 60_000,
        interval: 50,
      });
      back = Date.now() - started;
      await load.accepts(ACCEPTED);
    };
    await load.during(outage, { rest: 20 });
    const result = await settle({ site: site.url, slug }, load, readers);
    expect(result).toMatchObject({ missing: 0, diverged: 0 });
    // The pool has replaced the connections that the outage broke.
    const responses = await Promise.all(Array.from({ length: 60 }, () => fetch(`${site.url}/v/${slug}`)));
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
    await vi.waitUntil(
      async () => (await metric(site.url, 'db_pool_connections', 'waiting')) === 0,
      PATIENCE,
    );
    report(
      `database gone for ${AWAY / 1000} s (${how})`,
      `${result.accepted} comments accepted, ${result.retries} retries, back after ${back} ms`,
      lostOf(result),
    );
  },
);

async function expectRefusals({ cookie }: ApiClient, how: string): Promise<void> {
  const refused = await fetch(`${site.url}/api/v1/verdicts/${slug}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: site.url },
    body: JSON.stringify({ body: 'During the outage' }),
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  const page = await fetch(`${site.url}/v/${slug}?never-read-before=${how}`);
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  const read = await fetch(`${site.url}/api/v1/verdicts/${slug}/changes?since=0`);
  expect([read.status, await read.json()]).toMatchObject([503, { code: 'unavailable' }]);
  expect([(await fetch(`${site.url}/healthz`)).status, (await fetch(`${site.url}/readyz`)).status]).toEqual([
    200, 503,
  ]);
  // Without JavaScript the response has a form with the text, to submit again.
  const form = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers: { origin: site.url, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams({ kind: 'idea', message: 'Kept <through> it', email: '', page: '' }),
  });
  expect([form.status, form.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await form.text()).toContain('Kept &#60;through&#62; it</textarea>');
}
