// The page in a browser: what it loads, how soon it is live, what it holds, and how it bears a storm.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import {
  bear,
  busyThread,
  held,
  launch,
  openLive,
  openMore,
  shown,
  shownOn,
  twinOf,
  visit,
  type Borne,
  type Visit,
} from './browser.ts';
import { sayAtBare, sayAtOurs, type Say } from './crowd.ts';
import { atMost, figure, type Section, type Table } from './report.ts';
import type { Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBare, startOurs, type BenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';

const EVENTS_A_SECOND = 50;
/** Comments below which the figures of a first visit are taken. */
const USUAL = 50;
/** A page is called smooth while it keeps nobody waiting for longer than this: half of what is noticed as a delay. */
const SMOOTH_MS = 50;

interface Pair<T> {
  ours: T;
  bare: T;
}

/** A page of so many comments, and how it bears the storm. */
interface Crowded {
  comments: number;
  heap: Pair<number>;
  elements: Pair<number>;
  borne: Pair<Borne>;
}

interface Stage {
  browser: Browser;
  ours: BenchSite;
  bare: Server;
  cookies: string[];
  runs: number;
  seconds: number;
  tell: (line: string) => void;
}

export const clientSide: Scenario = async ({ options, database, tell }) => {
  const wanted = options.sizes?.[0] ?? (options.full ? 5000 : 1000);
  const ours = await startOurs(database, 'bench_client');
  const bare = await startBare('socket.io');
  const browser = await launch();
  try {
    const cookies = await seedReaders(ours.sql, 100);
    const times = { runs: options.runs ?? 3, seconds: options.seconds ?? 10 };
    const stage: Stage = { browser, ours, bare, cookies, tell, ...times };
    await seedThread(ours.sql, ours.verdictId, { from: 0, to: USUAL });
    const visited = await visits(stage);
    const crowded = [await crowd(stage, 0)];
    const { rows } = await ours.sql.query<{ seq: number }>('SELECT seq FROM verdicts');
    const from = Math.ceil(rows[0]!.seq / 4) * 4;
    await seedThread(ours.sql, ours.verdictId, { from, to: from + Math.ceil(wanted * 2) });
    crowded.push(await crowd(stage, wanted));
    return section({ visited, crowded, ...times, browser: browser.version() });
  } finally {
    await browser.close();
    await Promise.all([ours.stop(), bare.stop()]);
  }
};

async function visits({ browser, ours, bare, runs, tell }: Stage): Promise<Pair<Visit>> {
  await setPage(bare, BARE_PAGE);
  const seen: Pair<Visit>[] = [];
  for (let run = 1; run <= runs + 1; run++) {
    tell(`first visit ${run} of ${runs + 1} (the first only warms)`);
    const pair = {
      ours: await visit(browser, addressOf(ours)),
      bare: await visit(browser, `${bare.url}/`),
    };
    if (run > 1) seen.push(pair);
  }
  return eachSide((side) => medians<keyof Visit>(seen.map((pair) => pair[side])));
}

/** The least that is live: socket.io's own client from the same server, and a word when it is connected. */
const BARE_PAGE = `<!doctype html><title>Bare</title><link rel="icon" href="data:,"><p role="status"></p><script src="/socket.io/socket.io.min.js"></script>
  <script>const s = io({ transports: ['websocket'] });
  s.on('connect', () => s.emit('verdict:watch', {}, () => (document.querySelector('p').textContent = 'Live')));</script>`;

async function setPage({ url }: Server, body: string): Promise<void> {
  await fetch(`${url}/bytes`, { method: 'POST', headers: { 'content-type': 'text/html' }, body });
}

const addressOf = ({ url, slug }: BenchSite) => `${url}/v/${slug}`;

/** Opens at least so many comments, and the same page without our scripts; then the storm, before one and the other in turn. */
async function crowd(stage: Stage, least: number): Promise<Crowded> {
  const { browser, ours, bare, runs, seconds, tell } = stage;
  const page = await openLive(browser, addressOf(ours));
  await openMore(page, least);
  await setPage(bare, await twinOf(page));
  const twin = await openLive(browser, `${bare.url}/`);
  const opened = await shownOn(page);
  tell(`${opened} comments opened`);
  const holding = { ours: await held(page), bare: await held(twin) };
  const says = await speakers(stage, page);
  const borne: Pair<Borne>[] = [];
  for (let run = 1; run <= runs; run++) {
    tell(`a storm of ${EVENTS_A_SECOND} comments a second before them, ${run} of ${runs}`);
    const storm = { seconds, perSecond: EVENTS_A_SECOND };
    borne.push({ ours: await bear(page, says.ours, storm), bare: await bear(twin, says.bare, storm) });
  }
  await Promise.all([page.context().close(), twin.context().close()]);
  return {
    comments: opened,
    heap: eachSide((side) => holding[side].heap),
    elements: eachSide((side) => holding[side].elements),
    borne: eachSide((side) => medians<keyof Borne>(borne.map((pair) => pair[side]))),
  };
}

/** By turns a new thread, which waits behind a button, and a reply in view, which is shown at once. */
async function speakers({ ours, bare, cookies }: Stage, page: Page): Promise<Pair<Say[]>> {
  const busy = await busyThread(page);
  const first = sayAtOurs(ours, cookies[0]!);
  const reply = sayAtOurs(ours, cookies[1]!, busy);
  const had = await shownOn(page);
  await first.say(0);
  await reply.say(0);
  await shown(page, had + 2);
  return {
    ours: cookies.map((cookie, i) => sayAtOurs(ours, cookie, i % 2 ? busy : undefined).say),
    bare: [sayAtBare(bare, first.last()), sayAtBare(bare, reply.last())],
  };
}

function eachSide<T>(of: (side: keyof Pair<T>) => T): Pair<T> {
  return { ours: of('ours'), bare: of('bare') };
}

interface Results {
  visited: Pair<Visit>;
  crowded: Crowded[];
  seconds: number;
  runs: number;
  browser: string;
}

function section({ visited, crowded, seconds, runs, browser }: Results): Section {
  const sizes = crowded.map(({ comments }) => figure(comments)).join(' and ');
  const sent = crowded.map(({ borne }) => figure(borne.ours.sent)).join(' and ');
  const largest = crowded.at(-1)!;
  const lost = crowded.reduce((sum, { borne }) => sum + borne.ours.lost, 0);
  const { version } = JSON.parse(readFileSync('node_modules/socket.io-client/package.json', 'utf8')) as {
    version: string;
  };
  return {
    ran: [
      `Chromium ${browser}, a verdict with ${USUAL} comments, nothing cached; medians of ${runs} first visits. Times are from the page's first byte; bytes as they travel. Beside it a page that only connects with socket.io-client ${version} to a bare server.`,
      `${sizes} comments opened by "More comments"; beside them the same elements and styles without our scripts: a page that appends the text of what a bare server tells it.`,
      `${EVENTS_A_SECOND} comments a second for ${seconds} s before each (${sent} sent), every second a reply in view; medians of ${runs} storms. A long frame keeps the page from answering for over 50 ms, by its script or by its layout; the other times are the main thread's processor time.`,
    ],
    tables: [visitTable(visited), heapTable(crowded), stormTable(crowded)],
    targets: [
      atMost('comments of the storm missing on the page', 0, lost),
      atMost('JavaScript, kB (NodeBB: 257)', 257, visited.ours.js / 1000),
      atMost(
        `main thread blocked before ${figure(largest.comments)} comments, ms a second`,
        SMOOTH_MS,
        largest.borne.ours.blocked,
      ),
    ],
  };
}

function visitTable({ ours, bare }: Pair<Visit>): Table {
  const columns: [string, (visit: Visit) => number][] = [
    ['JavaScript, kB', ({ js }) => js / 1000],
    ['all, kB', ({ bytes }) => bytes / 1000],
    ['requests', ({ requests }) => requests],
    ['loaded, ms', ({ loaded }) => loaded],
    ['live, ms', ({ live }) => live],
  ];
  return {
    caption: 'A first visit',
    head: ['', ...columns.map(([title]) => title)],
    rows: [
      ['CopeCheck', ...columns.map(([, of]) => of(ours))],
      ['bare page', ...columns.map(([, of]) => of(bare))],
      ['ratio', ...columns.map(([, of]) => of(ours) / of(bare))],
    ],
  };
}

function heapTable(crowded: Crowded[]): Table {
  const [least] = crowded;
  return {
    caption: 'Many comments on one page: what its JavaScript holds',
    head: ['comments', 'heap, MB', 'bare, MB', 'kB for each more', 'elements', 'bare'],
    rows: crowded.map(({ comments, heap, elements }) => [
      comments,
      heap.ours / 2 ** 20,
      heap.bare / 2 ** 20,
      (heap.ours - least!.heap.ours) / 1024 / (comments - least!.comments),
      elements.ours,
      elements.bare,
    ]),
  };
}

function stormTable(crowded: Crowded[]): Table {
  const columns: [string, keyof Borne][] = [
    ['missing', 'lost'],
    ['long frames', 'longFrames'],
    ['longest ms', 'longest'],
    ['blocked ms a second', 'blocked'],
    ['busy, ms a comment', 'busy'],
    ['of it script', 'script'],
    ['layout', 'layout'],
  ];
  return {
    caption: 'In a storm',
    head: ['', ...columns.map(([title]) => title)],
    rows: crowded.flatMap(({ comments, borne: { ours, bare } }) => [
      [`CopeCheck, ${figure(comments)} comments`, ...columns.map(([, key]) => ours[key])],
      ['bare page', ...columns.map(([, key]) => bare[key])],
      ['ratio', ...columns.map(([, key]) => ours[key] / bare[key])],
    ]),
  };
}
