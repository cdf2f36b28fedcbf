import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { log } from '#lib/log.server.ts';
import { registry } from '#lib/metrics/metrics.server.ts';
import { processState } from '#lib/process-state.ts';
import type { HealthView } from './health-view.ts';
import { STEP, WINDOW } from './health.ts';
import { History } from './history.ts';
import { METRICS, type Scrape } from './sample.ts';

type Delays = ReturnType<typeof monitorEventLoopDelay>;

interface Sampler {
  id: string;
  history: History;
  delays: Delays;
  timer: NodeJS.Timeout | null;
}

// A hot reload must neither sample twice nor lose the history.
const shared = processState<Sampler>('health');

export function startSampling(): void {
  const own = sampler();
  const takeSample = () => {
    sample().catch((err: unknown) => log.warn({ err }, 'the health of this process was not sampled'));
  };
  if (own.timer) clearInterval(own.timer);
  else takeSample();
  own.timer = setInterval(takeSample, STEP).unref();
}

export async function sample(): Promise<void> {
  const { history, delays } = sampler();
  history.add(await scrape(delays));
}

export function healthOfProcess(): HealthView {
  const { id, history } = sampler();
  const startedAt = Math.round(performance.timeOrigin);
  return {
    process: { id, host: hostname(), pid: process.pid, startedAt },
    now: Math.round(now()),
    ...history.series(),
  };
}

function sampler(): Sampler {
  return (shared.value ??= create());
}

function create(): Sampler {
  // Not prom-client's, which restarts at every read: Prometheus would then miss what we have read.
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  return { id: randomUUID(), history: new History(WINDOW / STEP), delays, timer: null };
}

async function scrape(delays: Delays): Promise<Scrape> {
  const lag = delays.percentile(99) / 1e9;
  delays.reset();
  const metrics: Scrape['metrics'] = {};
  for (const name of METRICS) {
    const { values } = (await registry().getSingleMetric(name)?.get()) ?? { values: [] };
    // Copies, because prom-client keeps counting in these objects.
    metrics[name] = values.map((value) => ({ ...value }));
  }
  return { at: now(), metrics, lag };
}

/** Wall-clock time from the monotonic clock: a clock that is set back must not break the plots. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
