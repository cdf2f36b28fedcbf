import { rm } from 'node:fs/promises';
import { freePort, newDataDir, startSite, type Site } from '../support/site.ts';
import { startBalancer, type Balancer } from './balancer.ts';

export interface Cluster {
  /** The balancer's address. */
  url: string;
  sites: Site[];
  /** Does nothing if the process is stopped already. */
  stop: (at: number, how: 'kill' | 'term') => Promise<void>;
  /** Does nothing if the process runs. */
  start: (at: number) => Promise<void>;
  end: () => Promise<void>;
}

/** Several processes on one database behind one address. */
export async function startCluster(count: number, env: Record<string, string>): Promise<Cluster> {
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()));
  const folders = await Promise.all(ports.map(() => newDataDir()));
  const balancer: Balancer = await startBalancer(await freePort(), ports);
  const one = (at: number) =>
    startSite({
      port: ports[at]!,
      dataDir: folders[at]!,
      env: { SAMPLE_DATA: 'off', ...env, ORIGIN: balancer.url },
    });
  const sites: Site[] = [];
  for (const at of ports.keys()) sites.push(await one(at));
  const running = new Set(ports.keys());
  return {
    url: balancer.url,
    sites,
    stop: async (at, how) => {
      if (!running.delete(at)) return;
      if (how === 'kill') await sites[at]!.kill('site');
      else await sites[at]!.stop();
    },
    start: async (at) => {
      if (running.has(at)) return;
      sites[at] = await one(at);
      running.add(at);
    },
    end: async () => {
      await Promise.all([...running].map((at) => sites[at]!.stop()));
      await balancer.close();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
