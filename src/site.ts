// What a production start (entry.ts) and a development start have in common.
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
import type { Jobs } from '#lib/jobs/jobs.server.ts';
import type { Live } from '#lib/live/io.server.ts';
import { log } from '#lib/log.server.ts';
import { processState } from '#lib/process-state.ts';
import { loadSamples } from '#lib/verdicts/publish/load-samples.server.ts';

export class StartError extends Error {}

const http = processState<Server>('http');
const live = processState<Live>('live');
const jobs = processState<Jobs>('jobs');

const open: (() => Promise<void>)[] = [];

/** Starts the site and serves it until a stop signal. If the start fails, prints the reason in one line. */
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
    log.warn('RATE_LIMITS IS OFF: anyone can try passwords and post without limit. For load tests only.');
  await mkdir(DATA_DIR, { recursive: true, mode: 0o711 });
  const database = await openDatabase({ use: 'site', onNew: rememberSamples });
  open.push(database.close);
  database.onLost(() => void stop(1, () => log.fatal('the database server was lost')));
  await loadRememberedSamples();
}

const samplesFile = () => join(settings().DATA_DIR, 'samples-to-load');

/** A file, and not a check for an empty table: deleted samples stay deleted, and a killed first start resumes. */
async function rememberSamples(): Promise<void> {
  if (settings().SAMPLE_DATA === 'on') await writeFile(samplesFile(), '');
}

async function loadRememberedSamples(): Promise<void> {
  if (!existsSync(samplesFile())) return;
  const { published } = await loadSamples();
  await rm(samplesFile());
  log.info({ published }, 'sample verdicts published');
}

/** Plain lines, not log lines, for the person at the terminal. */
async function announce(): Promise<void> {
  const { ORIGIN } = settings();
  const link = await issueAdminLink();
  const lines = [`CopeCheck is ready: ${ORIGIN}`];
  if (link) lines.push(`There is no admin yet. This link creates the first one, once: ${ORIGIN}${link}`);
  console.log(`\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

/** Listens on HOST and PORT. Errors that the operator can fix name the setting. */
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

/** Shares the server with the live code. Call it before that code is imported, and before listening. */
export function shareServer(server: Server): void {
  http.value = server;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
}

/** Open connections. Node's own list leaves out upgraded ones. */
const sockets = new Set<Socket>();

let stopping = false;
let opening: Promise<void> | undefined;

function stopOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A terminal sends Ctrl-C to us and to npm, which passes it on, so a second signal is no reason to hurry.
      log.info({ signal }, 'stopping');
      void stop(0);
    });
  // The parent (`npm start`) was killed, so nothing else would stop us.
  process.on('disconnect', () => void stop(0));
  process.on(
    'uncaughtException',
    (error) => void stop(1, () => log.fatal({ err: error }, 'stopping on a fault')),
  );
}

async function stop(code: number, report?: () => void): Promise<void> {
  if (stopping) return;
  stopping = true;
  report?.();
  setTimeout(() => {
    log.error({ seconds: STOP_WITHIN_MS / 1000 }, 'could not stop cleanly in time');
    process.exit(1);
  }, STOP_WITHIN_MS);
  await opening?.catch(() => {}); // reported by runSite; what it opened must be closed
  while (open.length) {
    await open.pop()!().catch((error: unknown) => {
      log.error({ err: error }, 'could not close');
      code = 1;
    });
  }
  process.exit(code);
}

/** How long running requests may take to finish. Longer than any honest request, shorter than STOP_WITHIN_MS. */
const DRAIN_MS = 10_000;

// The process ends by then, even if a connection or a start hangs. Supervisors send SIGKILL after 20 s (compose.yaml) or
// more, and the embedded database should be stopped before that.
const STOP_WITHIN_MS = 14_000;

/** Stops accepting requests, makes the sockets reconnect elsewhere, lets running requests finish, then closes. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const jobsStopped = jobs.value?.stop();
  await live.value?.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const timeout = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  }, DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(timeout);
  await jobsStopped;
  await live.value?.end();
}

/** Prints in one line why the site can't start; a bug is logged with its stack. */
export function explain(error: unknown): void {
  const known = [StartError, SettingsError, DataDirInUse, MigrationError].some(
    (kind) => error instanceof kind,
  );
  if (known) console.error(`CopeCheck can't start. ${(error as Error).message}`);
  else log.fatal({ err: error }, 'CopeCheck could not start');
}
