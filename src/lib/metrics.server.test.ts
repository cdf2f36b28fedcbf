import { expect, it } from 'vitest';
import { recordRequest, registry } from './metrics.server.ts';

const counted = (labels: string) => `http_request_duration_seconds_count{${labels}} `;

it('counts requests by route, and invented methods under one name', async () => {
  recordRequest({ route: '/v/[slug]', method: 'GET', status: 200, seconds: 0.02 });
  recordRequest({ route: '/v/[slug]', method: 'GET', status: 200, seconds: 0.03 });
  recordRequest({ route: null, method: 'BREW', status: 404, seconds: 0.001 });
  const text = await registry().metrics();
  expect(text).toContain(`${counted('route="/v/[slug]",method="GET",status="200"')}2`);
  expect(text).toContain(`${counted('route="none",method="other",status="404"')}1`);
  expect(text).toContain('process_cpu_seconds_total');
});
