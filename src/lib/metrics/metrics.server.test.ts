import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  countAccepted,
  countPage,
  countResync,
  recordRequest,
  registry,
  measureQueue,
} from './metrics.server.ts';

const counted = (labels: string) => `http_request_duration_seconds_count{${labels}} `;

it('counts requests by route, and unknown methods under one name', async () => {
  recordRequest({ route: '/v/[slug]', method: 'GET', status: 200, seconds: 0.02 });
  recordRequest({ route: '/v/[slug]', method: 'GET', status: 200, seconds: 0.03 });
  recordRequest({ route: null, method: 'BREW', status: 404, seconds: 0.001 });
  const text = await registry().metrics();
  expect(text).toContain(`${counted('route="/v/[slug]",method="GET",status="200"')}2`);
  expect(text).toContain(`${counted('route="none",method="other",status="404"')}1`);
  expect(text).toContain('process_cpu_seconds_total');
});

it('counts resyncs, anonymous pages and saved writes, starting from 0', async () => {
  expect(await registry().metrics()).toContain('live_resyncs_total{answer="reset"} 0');
  countResync('reset');
  countPage('not_modified');
  countAccepted('vote');
  countAccepted('vote');
  const text = await registry().metrics();
  expect(text).toContain('live_resyncs_total{answer="reset"} 1');
  expect(text).toContain('live_resyncs_total{answer="whole"} 0');
  expect(text).toContain('page_cache_requests_total{result="not_modified"} 1');
  expect(text).toContain('accepted_writes_total{kind="vote"} 2');
});

it('measures the waiting writes of a queue, the size of its batches and the duration of each write', async () => {
  const queue = { waiting: 7 };
  const done = measureQueue('posts')(queue);
  done([0.02, 0.2, 0.2]);
  const text = await registry().metrics();
  expect(text).toContain('write_queue_waiting{queue="posts"} 7');
  expect(text).toContain('write_queue_waiting{queue="votes"} 0');
  expect(text).toContain('write_queue_batch_size_bucket{le="5",queue="posts"} 1');
  expect(text).toContain('write_queue_duration_seconds_bucket{le="0.1",queue="posts"} 1');
  expect(text).toContain('write_queue_duration_seconds_count{queue="posts"} 3');
  queue.waiting = 0;
  expect(await registry().metrics()).toContain('write_queue_waiting{queue="posts"} 0');
});

it('has every metric that the dashboard in docs/grafana.json queries', async () => {
  const dashboard = await readFile('docs/grafana.json', 'utf8');
  const queried = [...dashboard.matchAll(/\b([a-z]\w+)\{/g)].map(([, name]) => name!);
  expect(queried).toContain('write_queue_waiting');
  const known = (name: string) =>
    [name, name.replace(/_(bucket|count|sum)$/, '')].some((one) => registry().getSingleMetric(one));
  expect(queried.filter((name) => !known(name))).toEqual([]);
});
