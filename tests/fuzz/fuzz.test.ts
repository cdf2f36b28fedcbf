import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { usedDataDir } from '../support/site.ts';
import { EXAMPLES } from './examples.ts';
import { send } from './http.ts';
import { faultText, reportText } from './report.ts';
import { faultIn, fuzz, targets } from './run.ts';
import { World } from './world.ts';

/** The same requests each time; `npm run fuzz` takes a random seed. */
const SEED = 15;

const { routes, live } = targets();
const dataDir = await usedDataDir();
const world = await World.create(routes, { dataDir });
afterAll(async () => {
  await world.site.stop();
  await rm(dataDir, { recursive: true });
});

test('every kind of target is found', () => {
  const kinds = (kind: string) => routes.filter((target) => target.kind === kind).length;
  expect(kinds('page')).toBeGreaterThan(20);
  expect(kinds('form')).toBeGreaterThan(30);
  expect(Object.keys(world.document.paths).length).toBeGreaterThan(10);
  expect(live.map(({ event }) => event)).toContain('verdict:watch');
  const harvested = routes.filter(
    (target) => target.kind === 'form' && world.forms.has(`${target.route} ${target.action ?? 'default'}`),
  );
  expect(harvested.length).toBeGreaterThan(20);
});

describe('a request that once caused an error', () => {
  const [slug] = world.values.get('slug')!;
  test.each(EXAMPLES)(
    '$name: $status',
    async ({ method = 'GET', path, actor = 'anonymous', headers = [], body, status }) => {
      const credential = world.credential(actor);
      const own = [
        ['host', new URL(world.site.url).host],
        ['origin', world.site.url],
        ['accept', 'text/html'],
        ...(credential ? [credential] : []),
      ] as [string, string][];
      const request = {
        method,
        path: path.replace('SLUG', slug!),
        headers: [...own, ...headers],
        body: body === undefined ? null : Buffer.from(body),
      };
      const response = await send(world.site.port, request);
      expect(response.status).toBe(status);
      expect(faultIn(request, response)).toBeNull();
    },
  );
});

test('every hostile request and message gets a response, and none causes a server error', async () => {
  const report = await fuzz(world, { seed: SEED, rounds: 1 });
  console.log(reportText(report));
  expect(report.faults.map(faultText)).toEqual([]);
  expect(report.rounds).toBe(1);
}, 300_000);

test('nor with rate limits behind a proxy that forwards no address', async () => {
  await world.restart({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });
  const report = await fuzz(world, { seed: SEED + 1, rounds: 1 });
  expect(report.faults.map(faultText)).toEqual([]);
  expect(report.rounds).toBe(1);
}, 120_000);
