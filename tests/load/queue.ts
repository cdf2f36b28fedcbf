// How long the moderators' queue takes with 10,000 open cases, against one with 100: node tests/bench/queue.ts
// Prints the median of both and their ratio; ends with code 1 where it is over 1.5.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDb, db } from '#lib/db/client.server.ts';
import { startEmbedded } from '#lib/db/embedded/embedded.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { useDatabase } from '#lib/env.server.ts';
import { listQueue } from '#lib/moderation/queue/list-queue.server.ts';
import { enter } from '../support/cast.ts';
import { manyCases } from '../support/many-cases.ts';
import { publish } from '../support/verdict.ts';

const TIMES = 200;
const MOST = 1.5;

const folder = await mkdtemp(join(tmpdir(), 'copecheck-bench-'));
await chmod(folder, 0o711); // PostgreSQL's user must pass where this runs as root
const server = await startEmbedded(folder, { exclusive: false });
try {
  await migrate(server.url);
  useDatabase(server.url, 'memory');
  const ada = await enter('ada');
  const mary = await enter('mary', 'moderator');
  const { slug } = await publish('On queues');
  const fill = async (count: number) => {
    await manyCases(count, { verdict: slug, author: ada.id, reporter: mary.id });
    await db().$executeRaw`ANALYZE`;
  };
  const open = () =>
    listQueue({ filter: 'all', reason: undefined, limit: 50 }, { actor: mary, now: new Date() });

  await fill(100);
  const small = await median(open);
  await fill(9_900);
  const large = await median(open);
  const ratio = large / small;
  console.log(
    `A queue of 100 opens in ${small.toFixed(2)} ms, one of 10,000 in ${large.toFixed(2)} ms: ratio ${ratio.toFixed(2)}.`,
  );
  if (ratio > MOST) process.exitCode = 1;
} finally {
  await closeDb();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Milliseconds, the first twenty left out. */
async function median(act: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < TIMES + 20; i++) {
    const began = performance.now();
    await act();
    if (i >= 20) took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[TIMES / 2]!;
}
