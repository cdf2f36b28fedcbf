import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite, type Site } from '../support/site.ts';
import { LONG, report } from './report.ts';
import { publishTitled } from '../support/publish.ts';

const TIMES = LONG ? 1000 : 200;
/** Concurrent requests of one flood. */
const AT_ONCE = 25;
/** Milliseconds that another reader's page may take during a flood, on a busy machine. */
const SERVED_WITHIN = 3000;

let site: Site;
let slug: string;
beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on' } });
  slug = await publishTitled(site, 'On floods');
});
afterAll(() => site?.stop());

const json = (body: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const floods: [what: string, path: () => string, init: () => RequestInit, allowed: number[]][] = [
  [
    'sign-ins',
    () => '/api/v1/session',
    () => json({ username: 'ada', password: 'wrong-and-long' }),
    [401, 429],
  ],
  [
    'sign-ups',
    () => '/api/v1/accounts',
    () =>
      json({ username: `u${Math.random()}`.slice(0, 12).replace('.', ''), password: 'tulip-harbour-twelve' }),
    [201, 422, 429],
  ],
  [
    'feedback',
    () => '/api/v1/feedback',
    () => json({ kind: 'idea', message: 'Flooded with ideas' }),
    [201, 429],
  ],
  ['comments of strangers', () => `/api/v1/verdicts/${slug}/comments`, () => json({ body: 'x' }), [401]],
  ['half a JSON', () => '/api/v1/session', () => ({ ...json({}), body: '{"a":' }), [422]],
  ['pages that are not there', () => `/v/${Math.random()}`, () => ({}), [404]],
  ['comment lists', () => `/api/v1/verdicts/${slug}/comments?limit=100`, () => ({}), [200]],
  ['changes', () => `/api/v1/verdicts/${slug}/changes?since=0`, () => ({}), [200]],
  ['metrics', () => '/metrics', () => ({}), [200]],
];

test(
  'under a flood of any kind the limits hold and other readers are served',
  { timeout: 240_000 },
  async () => {
    for (const [what, path, init, allowed] of floods) {
      const counts = new Map<number, number>();
      let left = TIMES;
      const flooder = async () => {
        while (left-- > 0) {
          const { status, body } = await fetch(site.url + path(), init());
          await body?.cancel();
          counts.set(status, (counts.get(status) ?? 0) + 1);
        }
      };
      const flooding = Promise.all(Array.from({ length: AT_ONCE }, flooder));
      const started = performance.now();
      const page = await fetch(`${site.url}/v/${slug}`);
      await page.text();
      const took = Math.round(performance.now() - started);
      await flooding;
      expect(page.status, what).toBe(200);
      expect(took, what).toBeLessThan(SERVED_WITHIN);
      expect(allowed, `${what}: ${JSON.stringify([...counts])}`).toEqual(
        expect.arrayContaining([...counts.keys()]),
      );
      if (allowed.includes(429)) expect(counts.get(429), what).toBeGreaterThan(TIMES / 2);
      report(
        `${TIMES} ${what}`,
        `responses: ${[...counts].map(([status, n]) => `${n} × ${status}`).join(', ')}; another reader’s page in ${took} ms`,
        'nothing',
      );
    }
  },
);

test('a body of 1 MB is refused with a message on pages and in the API', { timeout: 60_000 }, async () => {
  const big = 'a'.repeat(1_000_000);
  const api = await fetch(`${site.url}/api/v1/feedback`, json({ kind: 'idea', message: big }));
  expect([api.status, await api.json()]).toMatchObject([413, { code: 'too-large' }]);
  const headers = {
    origin: site.url,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
  };
  const form = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ kind: 'idea', message: big, email: '', page: '' }),
  });
  const page = await form.text();
  expect(form.status).toBe(413);
  expect(page).toMatch(/up to 256 kB/);
  const endless = await fetch(`${site.url}/feedback`, {
    method: 'POST',
    headers,
    body: `message=${'a'.repeat(8_000_000)}`,
  }).then(
    ({ status }) => status,
    () => 'cut',
  );
  expect([413, 'cut']).toContain(endless);
  expect((await fetch(`${site.url}/v/${slug}`)).status).toBe(200);
  report('a page of 1 MB, of 8 MB', `refused with 413, ${endless}`, 'nothing');
});
