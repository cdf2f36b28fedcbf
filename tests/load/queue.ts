// How long the moderators' queue takes with 10,000 open cases, against 100.
import { closeDb, db } from '#lib/db/client.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { useDatabase } from '#lib/env.server.ts';
import { listQueue } from '#lib/moderation/queue/list-queue.server.ts';
import { enter } from '../support/cast.ts';
import { manyCases } from '../support/many-cases.ts';
import { publish } from '../support/verdict.ts';
import { atMost, figure } from './report.ts';
import type { Scenario } from './scenario.ts';
import { median } from './stats.ts';

const [FEW, MANY] = [100, 10_000];
const REQUESTS = 200;
const WARM_UP = 20;
const MAX_RATIO = 1.5;

export const queue: Scenario = async ({ database, progress }) => {
  const url = await database.create('bench_queue');
  await migrate(url);
  useDatabase(url, 'memory');
  try {
    const ada = await enter('ada');
    const mary = await enter('mary', 'moderator');
    const { slug } = await publish('On queues');
    const fill = async (count: number) => {
      progress(`${figure(count)} more cases`);
      await manyCases(count, { verdict: slug, author: ada.id, reporter: mary.id });
      await db().$executeRaw`ANALYZE`;
    };
    const list = () =>
      listQueue({ filter: 'all', reason: undefined, limit: 50 }, { actor: mary, now: new Date() });
    await fill(FEW);
    const few = await medianOf(list);
    await fill(MANY - FEW);
    const many = await medianOf(list);
    return {
      ran: [
        `The first 50 cases of the queue, listed ${REQUESTS} times after ${WARM_UP} to warm up; medians. One use case in this process, without HTTP.`,
      ],
      tables: [
        {
          caption: 'Milliseconds',
          head: [`${figure(FEW)} open cases`, `${figure(MANY)} open cases`, 'ratio'],
          rows: [[figure(few), many, many / few]],
        },
      ],
      targets: [atMost(`${figure(MANY)} cases to ${figure(FEW)}`, MAX_RATIO, many / few)],
    };
  } finally {
    await closeDb();
  }
};

async function medianOf(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + REQUESTS; i++) {
    const started = performance.now();
    await act();
    if (i >= WARM_UP) times.push(performance.now() - started);
  }
  return median(times);
}
