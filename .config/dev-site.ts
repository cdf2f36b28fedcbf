// Runs the site inside Vite's development server, with the same database, samples and live updates as in production.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIPv6 } from 'node:net';
import type { ServerOptions, ViteDevServer } from 'vite';
import { settings } from '../src/lib/env.server.ts';
import { processState } from '../src/lib/process-state.ts';
import { explain, listen, runSite, shareServer } from '../src/site.ts';
import { componentFolders, serveComponents } from './components.ts';
import { use } from './lock.mjs';

/** HOST and PORT, unless the command line (`vite dev --port 4000`) names others. */
export function serverOptions({ host, port }: ServerOptions): ServerOptions {
  if (port) process.env['PORT'] = String(port);
  if (typeof host === 'string') process.env['HOST'] = host;
  try {
    const { HOST, PORT } = settings();
    return { host: HOST, port: PORT, strictPort: true, fs: { allow: componentFolders } };
  } catch (error) {
    explain(error);
    process.exit(1);
  }
}

// When its configuration changes, Vite restarts in the same process. The new server takes over the open site.
const current = processState<ViteDevServer>('vite');

/** Opens the site around a server that is about to listen. If that fails, the process prints why and exits. */
export async function openSite(vite: ViteDevServer): Promise<void> {
  serveComponents(vite);
  const server = vite.httpServer as Server;
  shareServer(server);
  const isRestart = current.value;
  current.value = vite;
  if (isRestart) return;
  use('packages');
  await new Promise<void>((opened) => {
    void runSite(async () => {
      await findPortFree();
      opened();
      if (!server.listening) await once(server, 'listening');
      // SvelteKit and live updates start with the first request, which a tab that is already open may never make.
      const { HOST, PORT } = settings();
      await fetch(`http://${isIPv6(HOST) ? `[${HOST}]` : HOST}:${PORT}/healthz`);
      return server;
    });
  });
}

/** Stops the site with its server, unless another server has taken over. Vite alone wouldn't wait for the database. */
export async function closeSite(vite: ViteDevServer | undefined): Promise<void> {
  if (!vite || current.value !== vite) return;
  process.kill(process.pid, 'SIGTERM');
  await new Promise(() => {}); // stopping the site ends the process
}

/** Vite exits if its port is taken, without stopping the database, so we check first. */
async function findPortFree(): Promise<void> {
  const probe = createServer();
  await listen(probe);
  probe.close();
  await once(probe, 'close');
}
