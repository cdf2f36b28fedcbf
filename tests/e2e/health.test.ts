import { readFileSync } from 'node:fs';
import { expect, test } from '../support/browser/site.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

test('the site has health checks, metrics and a page for 404', async ({ page, request }) => {
  expect(await (await request.get('/healthz')).json()).toEqual({ status: 'ok', version });
  expect(await (await request.get('/readyz')).text()).toBe('ready\n');
  expect(await (await request.get('/metrics')).text()).toContain('process_cpu_seconds_total');
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
});
