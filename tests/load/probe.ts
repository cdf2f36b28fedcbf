// Loaded into a server before its code (`--import`): reports CPU and memory of the process after garbage
// collection, for our site and the bare servers alike.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const path = process.env['BENCH_PROBE'];
const isServer = /(src\/entry|tests\/load\/bare-\w+)\.ts$/.test(process.argv[1] ?? '');

if (path && isServer) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const answer = (): Usage => {
    const cpu = process.cpuUsage();
    const lag = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
    delay.reset();
    globalThis.gc?.();
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cpuMs: (cpu.user + cpu.system) / 1000, rss, held: heapUsed + external, lag };
  };
  createServer((_request, response) => response.end(JSON.stringify(answer())))
    .listen(`\0${path}`) // abstract: leaves no file
    .unref();
}

export interface Usage {
  cpuMs: number;
  /** Bytes of the process, and of the JavaScript heap with buffers. */
  rss: number;
  held: number;
  /** Event loop delay since the last request, milliseconds. */
  lag: { p99: number; max: number };
}
