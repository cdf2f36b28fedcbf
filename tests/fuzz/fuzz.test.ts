import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { newDataDir } from '../support/site.ts';
import { EXAMPLES } from './examples.ts';
import { send } from './http.ts';
import { jsonErrorText, reportText } from './report.ts';
import { faultIn, fuzz, targets } from './run.ts';
import { World } from './world.ts';

/** The same requests each time. `npm run fuzz` takes others, for as long as it is told. */
const SEED = 15;
/** Some twenty seconds of CPU. */
const ROUNDS = 4;

const { routes, live } = targets();
const dataDir = await newDataDir();
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

describe('once an error, now an answer', () => {
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
      const answer = await send(world.site.port, request);
      expect(answer.status).toBe(status);
      expect(faultIn(request, answer)).toBeNull();
    },
  );
});

test('no hostile request or message is an error of ours, and every one is answered', async () => {
  const report = await fuzz(world, { seed: SEED, rounds: ROUNDS });
  console.log(reportText(report));
  expect(report.faults.map(jsonErrorText)).toEqual([]);
  expect(report.rounds).toBe(ROUNDS);
}, 300_000);

test('nor with rate limits, behind a proxy that forwards no address', async () => {
  await world.restart({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });
  const report = await fuzz(world, { seed: SEED, rounds: 1 });
  expect(report.faults.map(jsonErrorText)).toEqual([]);
  expect(report.rounds).toBe(1);
}, 120_000);
