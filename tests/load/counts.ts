// The latency of what moves a number, such as a vote, beside few and beside very many rows that the number counts.
import { randomUUID } from 'node:crypto';
import { Connection, type HttpRequest } from './http.ts';
import { atMost, figure, ratioText, spreadText, type Section, type Table } from './report.ts';
import type { Scenario } from './scenario.ts';
import { CountSeeder } from './seed-counts.ts';
import { seedReaders } from './seed.ts';
import { startBenchSite, type BenchSite } from './servers.ts';
import { median, ratiosOf, spreadOf } from './stats.ts';

const FEW = 1000;
const MANY = 1_000_000;
/** Of each thing in each run, few and many in turn. */
const EACH = 20;
/** Milliseconds after which a slow run ends with fewer. */
const LONG = 10_000;
/** Discarded: PostgreSQL plans the first five executions on each connection again. */
const WARMING = 10;
/** Of a vote and a rating, and of all else. */
const LIMITS = { tight: 1.2, usual: 1.5 };

/** A request beside few (0) or many (1) rows, for the `i`th time. */
interface Step {
  name: string;
  request: (side: 0 | 1, i: number) => HttpRequest;
  expected: number;
  limit: number;
}

interface Part {
  seed: (sizes: [number, number]) => Promise<void>;
  /** One after the other, so that the last can undo the first. */
  steps: Step[];
}

export const counts: Scenario = async ({ options, database, progress }) => {
  const [few = FEW, many = MANY] = options.sizes ?? [];
  const runs = options.runs ?? 5;
  const ours = await startBenchSite(database, 'bench_counts');
  try {
    const cookies = await seedReaders(ours.sql, EACH + 4);
    await ours.sql.query(`UPDATE users SET created_at = now() - interval '60 days', role = 'moderator'`);
    const seeder = new CountSeeder(ours.sql);
    progress(`${figure(many)} readers`);
    await seeder.readers(many);
    const parts = Object.entries(await partsOf(ours, cookies, seeder)).filter(
      ([name]) => !options.only.length || options.only.includes(name),
    );
    for (const [name, { seed }] of parts) {
      progress(`${figure(few)} and ${figure(many)}: ${name}`);
      await seed([few, many]);
    }
    await seeder.settle();
    const measured: Measured[] = [];
    for (const [name, { steps }] of parts) {
      progress(`${runs} runs: ${name}`);
      measured.push(...(await measure(ours, steps, runs)));
    }
    return section(measured, { few, many, runs });
  } finally {
    await ours.stop();
  }
};

/** Pairs of ids: beside few and beside many rows. */
async function partsOf(
  ours: BenchSite,
  cookies: string[],
  seeder: CountSeeder,
): Promise<Record<string, Part>> {
  const { rows: claims } = await ours.sql.query<{ id: string }>('SELECT id FROM claims ORDER BY position');
  const { rows: people } = await ours.sql.query<{ id: string; username: string }>(
    `SELECT id, username FROM users WHERE username LIKE 'bench-%' ORDER BY length(username), username`,
  );
  const readers = cookies.slice(4);
  const reader = (i: number) => readers[i % readers.length]!;
  const comments = await commentsOf(ours, cookies.slice(0, 2));
  // Replies to reported comments are limited.
  const unreported = await commentsOf(ours, cookies.slice(0, 2));
  const voting = (name: string, stance: string | null) => ({
    ...{ name, expected: 200, limit: LIMITS.tight },
    request: (side: 0 | 1, i: number) =>
      send(ours, 'PUT', { path: `/claims/${claims[side]!.id}/vote`, cookie: reader(i), body: { stance } }),
  });
  const rating = (name: string, helpful: boolean | null) => ({
    ...{ name, expected: 200, limit: LIMITS.tight },
    request: (side: 0 | 1, i: number) =>
      send(ours, 'PUT', { path: `/comments/${comments[side]}/rating`, cookie: reader(i), body: { helpful } }),
  });
  const post = (body: object, cookie: string) =>
    send(ours, 'POST', {
      path: `/verdicts/${ours.slug}/comments`,
      cookie,
      body: { body: `One more: ${randomUUID()}.`, nonce: randomUUID(), ...body },
    });
  const each = async (sizes: [number, number], fill: (side: 0 | 1, count: number) => Promise<void>) => {
    for (const side of [0, 1] as const) await fill(side, sizes[side]);
  };
  const usual = { limit: LIMITS.usual };
  return {
    votes: {
      seed: (sizes) => each(sizes, (side, count) => seeder.votes(claims[side]!.id, count)),
      steps: [
        voting('a vote', 'agree'),
        voting('a changed vote', 'disagree'),
        voting('a vote withdrawn', null),
      ],
    },
    ratings: {
      seed: (sizes) => each(sizes, (side, count) => seeder.ratings(comments[side]!, count)),
      steps: [
        rating('a rating', true),
        rating('a changed rating', false),
        rating('a rating withdrawn', null),
      ],
    },
    reports: {
      seed: (sizes) => each(sizes, (side, count) => seeder.reports(comments[side]!, count)),
      steps: [
        {
          ...{ ...usual, name: 'a report of a case', expected: 201 },
          request: (side, i) =>
            send(ours, 'POST', {
              path: `/comments/${comments[side]}/reports`,
              cookie: reader(i),
              body: { reason: 'spam' },
            }),
        },
        {
          ...{ ...usual, name: 'a report withdrawn', expected: 204 },
          request: (side, i) =>
            send(ours, 'DELETE', { path: `/comments/${comments[side]}/reports`, cookie: reader(i) }),
        },
      ],
    },
    notices: {
      seed: (sizes) => each(sizes, (side, count) => seeder.notices(people[side]!.id, count)),
      steps: [
        {
          ...{ ...usual, name: 'a reply to a person with unread notices', expected: 201 },
          request: (side, i) => post({ parentId: unreported[side] }, reader(i)),
        },
        {
          ...{ ...usual, name: 'the page of notices', expected: 200 },
          request: (side) => page('/notices', cookies[side]!),
        },
      ],
    },
    authors: {
      seed: (sizes) =>
        each(sizes, (side, count) => seeder.comments(ours.verdictId, people[2 + side]!.id, count)),
      steps: [
        {
          ...{ ...usual, name: 'a comment of an author', expected: 201 },
          request: (side) => post({}, cookies[2 + side]!),
        },
        {
          ...{ ...usual, name: 'the page of an author', expected: 200 },
          request: (side, i) => page(`/u/${people[2 + side]!.username}`, reader(i)),
        },
      ],
    },
  };
}

/** One comment of each author. @returns their ids */
async function commentsOf(ours: BenchSite, cookies: string[]): Promise<string[]> {
  const connection = await Connection.open(ours.url);
  const ids: string[] = [];
  for (const cookie of cookies) {
    const body = { body: `To be counted: ${randomUUID()}.`, nonce: randomUUID() };
    const path = `/verdicts/${ours.slug}/comments`;
    const answer = await connection.request(send(ours, 'POST', { path, cookie, body }));
    ids.push((JSON.parse(answer.body.toString()) as { id: string }).id);
  }
  connection.close();
  return ids;
}

function send(
  { url }: BenchSite,
  method: string,
  { path, cookie, body }: { path: string; cookie: string; body?: object },
): HttpRequest {
  return {
    method,
    path: `/api/v1${path}`,
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: body ? JSON.stringify(body) : '',
  };
}

const page = (path: string, cookie: string) => ({ path, headers: { accept: 'text/html', cookie } });

/** Medians of each run, beside few and beside many. */
interface Measured {
  step: Step;
  times: [number[], number[]];
}

async function measure(ours: BenchSite, steps: Step[], runs: number): Promise<Measured[]> {
  const measured = steps.map((step): Measured => ({ step, times: [[], []] }));
  const connection = await Connection.open(ours.url);
  await runOnce(connection, steps, WARMING);
  for (let run = 1; run <= runs; run++) {
    const times = await runOnce(connection, steps, EACH);
    measured.forEach((each, n) => {
      for (const side of [0, 1] as const) each.times[side].push(median(times[n]![side]));
    });
  }
  connection.close();
  return measured;
}

/** Each side is first every second time, so that neither always finds the caches of the other. */
async function runOnce(
  connection: Connection,
  steps: Step[],
  count: number,
): Promise<[number[], number[]][]> {
  const times = steps.map((): [number[], number[]] => [[], []]);
  const until = performance.now() + LONG * steps.length;
  for (let i = 0; i < count && performance.now() < until; i++)
    for (const [n, step] of steps.entries())
      for (const side of i % 2 ? ([1, 0] as const) : ([0, 1] as const))
        times[n]![side].push(await timeOf(connection, step, step.request(side, i)));
  return times;
}

async function timeOf(
  connection: Connection,
  { name, expected }: Step,
  request: HttpRequest,
): Promise<number> {
  const sent = performance.now();
  const { status, body } = await connection.request(request);
  const took = performance.now() - sent;
  if (status !== expected) throw new Error(`${name} returned ${status}: ${body.toString().slice(0, 300)}`);
  return took;
}

function section(
  measured: Measured[],
  { few, many, runs }: { few: number; many: number; runs: number },
): Section {
  const title = `${figure(many)} to ${figure(few)}`;
  const table: Table = {
    caption: 'Milliseconds, and the ratio run by run',
    head: ['', figure(few), figure(many), title],
    rows: measured.map(({ step, times: [small, large] }) => [
      step.name,
      spreadText(spreadOf(small)),
      spreadText(spreadOf(large)),
      ratioText(ratiosOf(large, small)),
    ]),
  };
  return {
    ran: [
      `Two claims, comments, cases, inboxes and authors on one verdict, seeded by SQL: one with ${figure(few)} rows, one with ${figure(many)}.`,
      `Each thing ${EACH} times over one connection in each of ${runs} runs, beside few and beside many in turn, after ${WARMING} to warm up; medians, and their spread over the runs.`,
    ],
    tables: [table],
    targets: measured.map(({ step, times: [small, large] }) =>
      atMost(`${step.name}: ${title}`, step.limit, ratiosOf(large, small)),
    ),
  };
}
