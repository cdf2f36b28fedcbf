// How long recomputing 100,000 ratings takes, and one rating against the bare write of its row.
import pg from 'pg';
import { recomputeCommonGround } from '#lib/common-ground/recompute.server.ts';
import { closeDb, db } from '#lib/db/client.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';
import { useDatabase } from '#lib/env.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { saveVotes } from '#lib/votes/save-votes.store.server.ts';
import { enter } from '../../support/cast.ts';
import { publish } from '../../support/verdict.ts';
import { atMost, figure, ratioText, spreadText, type Section } from '../report.ts';
import type { Scenario } from '../scenario.ts';
import { CountSeeder } from '../seed-counts.ts';
import { inTurn, median, ratiosOf, spreadOf } from '../stats.ts';

const READERS = 500;
const COMMENTS = 200;
const RUNS = 5;
/** Ratings, votes or rows in a run. */
const WRITES = 200;
const MAX_SECONDS = 10;

/** Readers of both camps have rated every comment. */
interface Crowd {
  verdictId: string;
  claimId: string;
  readers: string[];
  comments: string[];
}

export const commonGround: Scenario = async ({ options, database, progress }) => {
  const runs = options.runs ?? RUNS;
  const url = await database.create('bench_common_ground');
  await migrate(url);
  useDatabase(url, 'memory');
  const sql = new pg.Pool({ connectionString: url, max: 1 });
  try {
    progress(`${figure(READERS * COMMENTS)} ratings`);
    const crowd = await seed(sql);
    const seconds = { all: [] as number[], none: [] as number[] };
    for (let run = 1; run <= runs; run++) {
      progress(`recomputing, run ${run} of ${runs}`);
      await sql.query(`UPDATE comments SET agree_helpful = 0, agree_not_helpful = 0, disagree_helpful = 0,
        disagree_not_helpful = 0`);
      seconds.all.push(await recompute(COMMENTS));
      seconds.none.push(await recompute(0));
    }
    progress(`${runs} runs of ${WRITES} ratings, votes and bare rows`);
    return section(seconds, await writes(crowd, sql, runs), runs);
  } finally {
    await sql.end();
    await closeDb();
  }
};

async function seed(sql: pg.Pool): Promise<Crowd> {
  const ada = await enter('ada');
  const { id: verdictId, claims } = await publish('On common ground');
  const claimId = claims[0]!.id;
  const seeder = new CountSeeder(sql);
  await seeder.readers(READERS);
  await seeder.votes(claimId, READERS);
  await seeder.comments(verdictId, ada.id, COMMENTS);
  await sql.query(
    `INSERT INTO ratings (comment_id, user_id, helpful) SELECT c.id, u.id, hashtext(c.id::text || u.id) % 3 <> 0
     FROM comments c, users u WHERE u.username LIKE 'seeded-%'`,
  );
  await sql.query(
    `UPDATE comments c SET helpful = n.helpful, not_helpful = ${READERS} - n.helpful FROM (
       SELECT comment_id, count(*) FILTER (WHERE helpful)::int AS helpful FROM ratings GROUP BY comment_id
     ) n WHERE n.comment_id = c.id`,
  );
  await seeder.settle();
  const ids = async (text: string) => (await sql.query<{ id: string }>(text)).rows.map(({ id }) => id);
  return {
    ...{ verdictId, claimId },
    readers: await ids(`SELECT id FROM users WHERE username LIKE 'seeded-%' ORDER BY id`),
    comments: await ids('SELECT id FROM comments ORDER BY path'),
  };
}

async function recompute(expected: number): Promise<number> {
  const begun = performance.now();
  const { differing } = await recomputeCommonGround({ correct: true });
  const seconds = (performance.now() - begun) / 1000;
  if (differing !== expected) throw new Error(`${differing} comments differed, not ${expected}`);
  return seconds;
}

type Side = 'rating' | 'vote' | 'bare';

/** Milliseconds of one, run by run. Each rating and vote changes the one before. */
async function writes(crowd: Crowd, sql: pg.Pool, runs: number): Promise<Record<Side, number[]>> {
  await sql.query('CREATE TABLE bare_ratings (LIKE ratings INCLUDING ALL)');
  const times = burstTimes(new Date(), false);
  let turn = 0;
  const each = (act: (i: number, isEven: boolean) => Promise<unknown>) => async () => {
    const isEven = ++turn % 2 === 0;
    const spent: number[] = [];
    for (let i = 0; i < WRITES; i++) {
      const begun = performance.now();
      await act(i, isEven);
      spent.push(performance.now() - begun);
    }
    return median(spent);
  };
  const { verdictId, claimId, readers, comments } = crowd;
  const readerOf = (i: number) => readers[i % readers.length]!;
  const commentOf = (i: number) => comments[i % comments.length]!;
  const sides: Record<Side, () => Promise<number>> = {
    rating: each((i, isEven) =>
      saveRatings(verdictId, [{ userId: readerOf(i), commentId: commentOf(i), helpful: isEven, ...times }]),
    ),
    // Moves all the reader's ratings to the other camp.
    vote: each((i, isEven) =>
      saveVotes(verdictId, [
        { userId: readerOf(i), claimId, stance: isEven ? 'agree' : 'disagree', ...times },
      ]),
    ),
    bare: each((i, isEven) =>
      sql.query({
        name: 'bare',
        text: `INSERT INTO bare_ratings (comment_id, user_id, helpful) VALUES ($1, $2, $3)
          ON CONFLICT (comment_id, user_id) DO UPDATE SET helpful = excluded.helpful`,
        values: [commentOf(i), readerOf(i), isEven],
      }),
    ),
  };
  // Warm up: PostgreSQL plans the first executions on each connection again.
  await inTurn(1, sides);
  const measured = await inTurn(runs, sides);
  await db().$executeRaw`DROP TABLE bare_ratings`;
  return measured;
}

function section(
  seconds: { all: number[]; none: number[] },
  { rating, vote, bare }: Record<Side, number[]>,
  runs: number,
): Section {
  const all = spreadOf(seconds.all);
  return {
    ran: [
      `${figure(READERS)} readers, half in each camp, have each rated ${COMMENTS} comments of one verdict. Medians of ${runs} runs, with the least and the greatest.`,
      `A rating and a vote are saved one at a time in this process, without HTTP; the vote moves all ${COMMENTS} ratings of its reader to the other camp. The bare write is an upsert of the rating’s row by pg, in a transaction of its own, and counts nothing.`,
    ],
    tables: [
      {
        caption: `Seconds to recompute ${figure(READERS * COMMENTS)} ratings`,
        head: ['every comment differs', 'none differs'],
        rows: [[spreadText(all), spreadText(spreadOf(seconds.none))]],
      },
      {
        caption: 'Milliseconds',
        head: ['', 'one', 'ratio to the bare write'],
        rows: [
          ['a rating', spreadText(spreadOf(rating)), ratioText(ratiosOf(rating, bare))],
          [
            `a vote that moves ${COMMENTS} ratings`,
            spreadText(spreadOf(vote)),
            ratioText(ratiosOf(vote, bare)),
          ],
          ['bare write', spreadText(spreadOf(bare)), ''],
        ],
      },
    ],
    targets: [atMost(`seconds for ${figure(READERS * COMMENTS)} ratings`, MAX_SECONDS, all)],
  };
}
