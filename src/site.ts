// What a production start (entry.ts) and a start for development have in common, whichever server comes after it.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { issueAdminLink } from '#lib/accounts/admin/issue-admin-link.server.ts';
import { DataDirInUse } from '#lib/db/embedded/embedded.server.ts';
import { MigrationError } from '#lib/db/migrate.server.ts';
import { openDatabase } from '#lib/db/open.server.ts';
import { settings, SettingsError } from '#lib/env.server.ts';
import { log } from '#lib/log.server.ts';
import { loadSamples } from '#lib/verdicts/publish/load-samples.server.ts';

/** A start that can't be, told in one line. */
export class StartError extends Error {}

// Where `lib/live` (or Vite, while developing) finds or leaves what it shares with us: see lib/live/io.server.ts.
const shared = globalThis as { [key: symbol]: unknown };
const HTTP = Symbol.for('copecheck.http');
const LIVE = Symbol.for('copecheck.live');
const JOBS = Symbol.for('copecheck.jobs');

/** What is open by now, last first: what a stop has to close. */
const open: (() => Promise<void>)[] = [];

/** Opens the site around `serve`, keeps it open until the process is told to stop, and reports in one line why not. */
export async function runSite(serve: () => Promise<Server>): Promise<void> {
  stopOnSignals();
  try {
    opening = openSite();
    await opening;
    const server = await serve();
    open.push(() => closeServer(server));
    await announce();
  } catch (error) {
    await stop(1, () => explain(error));
  }
}

async function openSite(): Promise<void> {
  const { DATA_DIR, RATE_LIMITS } = settings();
  if (RATE_LIMITS === 'off')
    log.warn('RATE_LIMITS IS OFF: anybody may try passwords and post without end. For load tests only.');
  await mkdir(DATA_DIR, { recursive: true, mode: 0o711 });
  const database = await openDatabase({ use: 'site', onNew: rememberSamples });
  open.push(database.close);
  database.onLost(() => void stop(1, () => log.fatal('the database server was lost')));
  await loadRememberedSamples();
}

const samplesFile = () => join(settings().DATA_DIR, 'samples-to-load');

/** A note, not a look into an empty table: samples that were deleted stay deleted, and a killed first start resumes. */
async function rememberSamples(): Promise<void> {
  if (settings().SAMPLE_DATA === 'on') await writeFile(samplesFile(), '');
}

async function loadRememberedSamples(): Promise<void> {
  if (!existsSync(samplesFile())) return;
  const { published } = await loadSamples();
  await rm(samplesFile());
  log.info({ published }, 'sample verdicts published');
}

/** Plain lines, not log lines: they are what the person at the terminal waits for. */
async function announce(): Promise<void> {
  const { ORIGIN } = settings();
  const link = await issueAdminLink();
  const lines = [`CopeCheck is ready: ${ORIGIN}`];
  if (link) lines.push(`There is no admin yet. This link makes the first one, once: ${ORIGIN}${link}`);
  console.log(`\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

/** Listens on HOST and PORT; a port that is taken is the operator's to solve, so it is named. */
export async function listen(server: Server): Promise<void> {
  const { HOST, PORT } = settings();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new StartError(
            `PORT ${PORT} on ${HOST} is taken: stop the program that has it, or set PORT to another.`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(new StartError(`PORT ${PORT} may only be opened by root: set PORT to one above 1023.`));
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        reject(
          new StartError(
            `HOST ${HOST} is not an address of this machine: set HOST to one that is, or to 0.0.0.0.`,
          ),
        );
      else reject(error);
    });
    server.listen(PORT, HOST, resolve);
  });
}

/** Puts the server where the live code looks for it. Call it before that code is imported, and before listening. */
export function shareServer(server: Server): void {
  shared[HTTP] = server;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
}

/** Every open connection. Node's own list leaves out those that were upgraded. */
const sockets = new Set<Socket>();

let stopping = false;
let opening: Promise<void> | undefined;

function stopOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A terminal sends Ctrl-C to us and to npm, which sends it on: only a later one is impatience.
      log.info({ signal }, 'stopping');
      void stop(0);
    });
  // Whoever started us (`npm start`) was killed: nobody is left who could stop us.
  process.on('disconnect', () => void stop(0));
  process.on(
    'uncaughtException',
    (error) => void stop(1, () => log.fatal({ err: error }, 'stopping on a fault')),
  );
}

async function stop(code: number, tell?: () => void): Promise<void> {
  if (stopping) return;
  stopping = true;
  tell?.();
  setTimeout(() => {
    log.error({ seconds: STOP_WITHIN_MS / 1000 }, 'could not stop cleanly in time');
    process.exit(1);
  }, STOP_WITHIN_MS);
  await opening?.catch(() => {}); // told by whoever awaits it; what it opened has to be closed
  while (open.length) {
    await open.pop()!().catch((error: unknown) => {
      log.error({ err: error }, 'could not close');
      code = 1;
    });
  }
  process.exit(code);
}

/** How long running requests may take to finish. Longer than any honest request, shorter than STOP_WITHIN_MS. */
const PATIENCE_MS = 10_000;

/**
 * The process ends by then, whatever still hangs: an open connection, a start that waits for the database. Supervisors
 * send SIGKILL after 20 s (compose.yaml) or more, and the embedded database should be stopped before that.
 */
const STOP_WITHIN_MS = 14_000;

/** Takes no new requests, sends the sockets away to come back, lets running requests finish, then cuts. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const live = shared[LIVE] as { close: () => Promise<void>; end: () => Promise<void> } | undefined;
  // While the last requests are answered, the workers finish what they have.
  const jobs = shared[JOBS] as { stop: () => Promise<void> } | undefined;
  const jobsStopped = jobs?.stop();
  await live?.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  }, PATIENCE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
  await jobsStopped;
  await live?.end();
}

/** Says in one line why the site can't start; a fault is logged whole. */
export function explain(error: unknown): void {
  const known = [StartError, SettingsError, DataDirInUse, MigrationError].some(
    (kind) => error instanceof kind,
  );
  if (known) console.error(`CopeCheck can't start. ${(error as Error).message}`);
  else log.fatal({ err: error }, 'CopeCheck could not start');
}
