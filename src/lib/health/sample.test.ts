import { expect, test } from 'vitest';
import { sampleOf, type Scrape } from './sample.ts';

const request = (route: string, status: number, counts: Record<string, number>) => [
  ...Object.entries(counts).map(([le, value]) => ({
    metricName: 'http_request_duration_seconds_bucket',
    labels: { le: le === 'Inf' ? '+Inf' : Number(le), route, status },
    value,
  })),
  {
    metricName: 'http_request_duration_seconds_count',
    labels: { route, status },
    value: counts['Inf']!,
  },
];

const scrape = (at: number, metrics: Scrape['metrics'] = {}, lag = 0.011): Scrape => ({ at, metrics, lag });

test('counters become rates, gauges keep their value', () => {
  const before = scrape(0, {
    accepted_writes_total: [{ labels: { kind: 'comment' }, value: 3 }],
    live_watchers: [{ labels: {}, value: 9 }],
    process_cpu_user_seconds_total: [{ labels: {}, value: 1 }],
  });
  const after = scrape(5000, {
    accepted_writes_total: [
      { labels: { kind: 'comment' }, value: 5 },
      { labels: { kind: 'vote' }, value: 10 },
      { labels: { kind: 'rating' }, value: 5 },
    ],
    live_watchers: [{ labels: {}, value: 4 }],
    write_queue_waiting: [
      { labels: { queue: 'posts' }, value: 2 },
      { labels: { queue: 'votes' }, value: 1 },
    ],
    process_cpu_user_seconds_total: [{ labels: {}, value: 3 }],
    process_cpu_system_seconds_total: [{ labels: {}, value: 0.5 }],
    db_pool_connections: [
      { labels: { state: 'used' }, value: 16 },
      { labels: { state: 'idle' }, value: 3 },
      { labels: { state: 'waiting' }, value: 4 },
    ],
  });
  expect(sampleOf(before, after)).toMatchObject({
    comments: 0.4,
    votes: 3,
    watchers: 4,
    waiting: 3,
    cpu: 0.5,
    connections: 20,
    lag: 0.011,
  });
});

test('without observations there is no time and no share, and the rate is 0', () => {
  const sample = sampleOf(scrape(0), scrape(5000));
  expect(sample).toMatchObject({ requestTime: null, delivery: null, writeTime: null, fromMemory: null });
  expect(sample).toMatchObject({ requests: 0, faults: 0, resyncs: 0 });
});

test('quantiles cover the observations between two scrapes, spread evenly in their bucket', () => {
  const name = 'http_request_duration_seconds';
  const before = scrape(0, { [name]: request('/', 200, { 0.01: 0, 0.1: 1000, Inf: 1000 }) });
  const after = scrape(5000, { [name]: request('/', 200, { 0.01: 100, 0.1: 1100, Inf: 1100 }) });
  expect(sampleOf(before, after).requestTime).toBeCloseTo(0.0099);
  const slow = scrape(5000, { [name]: request('/', 200, { 0.01: 0, 0.1: 1000, Inf: 1010 }) });
  expect(sampleOf(before, slow).requestTime).toBe(0.1);
});

test('a new route counts; pages from memory count as requests, but not in the request time', () => {
  const name = 'http_request_duration_seconds';
  const after = scrape(5000, {
    [name]: [
      ...request('kept /', 200, { 0.01: 990, 0.1: 990, Inf: 990 }),
      ...request('/v/[slug]', 200, { 0.01: 0, 0.1: 10, Inf: 10 }),
      ...request('/feedback', 500, { 0.01: 0, 0.1: 5, Inf: 5 }),
    ],
  });
  const { requests, requestTime, faults } = sampleOf(scrape(0), after);
  expect([requests, faults]).toEqual([201, 1]);
  expect(requestTime).toBeGreaterThan(0.09);
});

test('the share of anonymous pages that needed no rendering', () => {
  const pages = (hit: number, had: number, miss: number) => ({
    page_cache_requests_total: [
      { labels: { result: 'hit' }, value: hit },
      { labels: { result: 'not_modified' }, value: had },
      { labels: { result: 'miss' }, value: miss },
    ],
  });
  expect(sampleOf(scrape(0, pages(5, 5, 5)), scrape(5000, pages(7, 6, 6))).fromMemory).toBe(0.75);
});
