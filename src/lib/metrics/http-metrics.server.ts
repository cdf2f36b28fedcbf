import { Counter, Histogram, type Registry } from 'prom-client';

const PAGE_RESULTS = ['hit', 'not_modified', 'miss'] as const;
export type PageResult = (typeof PAGE_RESULTS)[number];

export function httpMetrics(registers: [Registry]) {
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const pages = new Counter({
    name: 'page_cache_requests_total',
    help: 'Anonymous pages: hit (from memory), not_modified (304: the reader has it), miss (rendered, then cached).',
    labelNames: ['result'],
    registers,
  });
  for (const result of PAGE_RESULTS) pages.inc({ result }, 0);
  return { requests, pages };
}
