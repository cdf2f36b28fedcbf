// The site while it is being worked on: the same database, samples and live updates as in production, under Vite.
import type { Server } from 'node:http';
import { createServer } from 'vite';
import { settings } from '../src/lib/env.server.ts';
import { runSite, StartError } from '../src/site.ts';

await runSite(async () => {
  const { HOST, PORT, ORIGIN } = settings();
  const vite = await createServer({ server: { host: HOST, port: PORT, strictPort: true } });
  await vite.listen().catch((cause: Error) => {
    throw new StartError(`PORT ${PORT} on ${HOST} can't be opened (${cause.message}): set PORT to another.`, {
      cause,
    });
  });
  // SvelteKit wakes on the first request, and live updates with it; a tab left open from before makes none.
  await fetch(`${ORIGIN}/healthz`).catch(() => {});
  return vite.httpServer as Server;
});
