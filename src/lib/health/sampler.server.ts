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
  /** This start of this process. */
  id: string;
  history: History;
  delays: Delays;
  timer: NodeJS.Timeout | null;
}

// A hot reload must neither sample twice nor lose the history.
const shared = processState<Sampler>('health');

/** Begins to look at this process, once every STEP, for as long as it runs. */
export function startSampling(): void {
  const own = sampler();
  const look = () => {
    sample().catch((err: unknown) => log.warn({ err }, 'the health of this process was not sampled'));
  };
  // After a hot reload the looks go on, by the new code.
  if (own.timer) clearInterval(own.timer);
  else look();
  own.timer = setInterval(look, STEP).unref();
}

/** Takes a sample now. */
export async function sample(): Promise<void> {
  const { history, delays } = sampler();
  history.add(await scrape(delays));
}

/** This process, and what is kept of its last minutes. */
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
  // Our own: prom-client's begins anew with every look, so Prometheus would get what we left of it.
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
    // Copies: prom-client hands out the very objects that it goes on counting in.
    metrics[name] = values.map((value) => ({ ...value }));
  }
  return { at: now(), metrics, lag };
}

/** The time of day by the clock that nobody can set: a clock put back must not tear the plots. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
