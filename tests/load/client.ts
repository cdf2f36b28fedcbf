// The page in a browser: bytes, time to live, memory, and its main thread under many new comments.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import {
  runStorm,
  scrollToReplies,
  memoryOf,
  launch,
  openLive,
  openMore,
  waitForComments,
  commentsOn,
  staticCopyOf,
  visit,
  type StormFigures,
  type Visit,
} from './browser.ts';
import { broadcasterOf, posterTo, type Post } from './crowd.ts';
import { onPhone, phoneLines, phoneTables, phoneTargets, preparePhone, type PhoneSite } from './phone.ts';
import { atMost, figure, type Section, type Table } from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBare, startBenchSite, type BenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';

const EVENTS_A_SECOND = 50;
/** Comments on the page of a first visit. */
const USUAL = 50;
/** Milliseconds of blocking per second below which a page is smooth: half of a delay that people notice. */
const SMOOTH_MS = 50;

interface Pair<T> {
  ours: T;
  bare: T;
}

interface CommentLoad {
  comments: number;
  heap: Pair<number>;
  elements: Pair<number>;
  borne: Pair<StormFigures>;
}

interface Stage {
  browser: Browser;
  ours: BenchSite;
  bare: Server;
  cookies: string[];
  runs: number;
  seconds: number;
  progress: (line: string) => void;
}

/** `--only`: the phone's figures take two minutes, the storms more. */
const PARTS = ['phone', 'desktop'] as const;

export const clientSide: Scenario = async (bench) => {
  const { only } = bench.options;
  const unknown = only.filter((part) => !PARTS.some((known) => known === part));
  if (unknown.length) throw new Error(`client has no part ${unknown.join(', ')}, but ${PARTS.join(', ')}.`);
  const wants = (part: (typeof PARTS)[number]) => !only.length || only.includes(part);
  const browser = await launch();
  try {
    const phone = wants('phone') ? await phoneSection(bench, browser) : null;
    const desktop = wants('desktop') ? await desktopSection(bench, browser) : null;
    return {
      ran: [`Chromium ${browser.version()}.`, ...(phone?.ran ?? []), ...(desktop?.ran ?? [])],
      tables: [...(phone?.tables ?? []), ...(desktop?.tables ?? [])],
      targets: [...(phone?.targets ?? []), ...(desktop?.targets ?? [])],
    };
  } finally {
    await browser.close();
  }
};

async function phoneSection({ options, database, progress }: Bench, browser: Browser): Promise<Section> {
  const { against } = options;
  const sites = [await startBenchSite(database, 'bench_phone')];
  try {
    if (against) sites.push(await startBenchSite(database, 'bench_phone_before', against));
    const phones: PhoneSite[] = [];
    for (const site of sites) {
      const [reader, writer] = await seedReaders(site.sql, 100);
      phones.push({ site, cookies: [reader!, writer!] });
      await preparePhone(phones.at(-1)!);
    }
    const [ours, before = null] = phones;
    const runs = options.runs ?? 5;
    const rows = await onPhone(browser, { ours: ours!, before }, { runs, progress });
    return {
      ran: phoneLines(runs),
      tables: phoneTables(rows, before?.site.name),
      targets: phoneTargets(rows),
    };
  } finally {
    await Promise.all(sites.map((site) => site.stop()));
  }
}

async function desktopSection({ options, database, progress }: Bench, browser: Browser): Promise<Section> {
  const wanted = options.sizes?.[0] ?? (options.full ? 5000 : 1000);
  const ours = await startBenchSite(database, 'bench_client');
  const bare = await startBare('socket.io');
  try {
    const cookies = await seedReaders(ours.sql, 100);
    const times = { runs: options.runs ?? 3, seconds: options.seconds ?? 10 };
    const stage: Stage = { browser, ours, bare, cookies, progress, ...times };
    await seedThread(ours.sql, ours.verdictId, { from: 0, to: USUAL });
    const visited = await visits(stage);
    const crowded = [await crowd(stage, 0)];
    const { rows } = await ours.sql.query<{ seq: number }>('SELECT seq FROM verdicts');
    const from = Math.ceil(rows[0]!.seq / 4) * 4;
    await seedThread(ours.sql, ours.verdictId, { from, to: from + Math.ceil(wanted * 2) });
    crowded.push(await crowd(stage, wanted));
    return section({ visited, crowded, ...times });
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

async function visits({ browser, ours, bare, runs, progress }: Stage): Promise<Pair<Visit>> {
  await setPage(bare, BARE_PAGE);
  const seen: Pair<Visit>[] = [];
  for (let run = 1; run <= runs + 1; run++) {
    progress(`first visit ${run} of ${runs + 1} (the first only warms)`);
    const pair = {
      ours: await visit(browser, addressOf(ours)),
      bare: await visit(browser, `${bare.url}/`),
    };
    if (run > 1) seen.push(pair);
  }
  return eachSide((side) => medians<keyof Visit>(seen.map((pair) => pair[side])));
}

/** The baseline of a live page: socket.io's own client and a label. */
const BARE_PAGE = `<!doctype html><title>Bare</title><link rel="icon" href="data:,"><p role="status"></p><script src="/socket.io/socket.io.min.js"></script>
  <script>const s = io({ transports: ['websocket'] });
  s.on('connect', () => s.emit('verdict:watch', {}, () => (document.querySelector('p').textContent = 'Live')));</script>`;

async function setPage({ url }: Server, body: string): Promise<void> {
  await fetch(`${url}/bytes`, { method: 'POST', headers: { 'content-type': 'text/html' }, body });
}

const addressOf = ({ url, slug }: BenchSite) => `${url}/v/${slug}`;

/** Opens at least `least` comments on our page and on the baseline, then measures both in turn under new comments. */
async function crowd(stage: Stage, least: number): Promise<CommentLoad> {
  const { browser, ours, bare, runs, seconds, progress } = stage;
  const page = await openLive(browser, addressOf(ours));
  await openMore(page, least);
  await setPage(bare, await staticCopyOf(page));
  const twin = await openLive(browser, `${bare.url}/`);
  const opened = await commentsOn(page);
  progress(`${opened} comments opened`);
  const holding = { ours: await memoryOf(page), bare: await memoryOf(twin) };
  const says = await postersFor(stage, page);
  const borne: Pair<StormFigures>[] = [];
  for (let run = 1; run <= runs; run++) {
    progress(`a storm of ${EVENTS_A_SECOND} comments a second before them, ${run} of ${runs}`);
    const storm = { seconds, perSecond: EVENTS_A_SECOND };
    borne.push({
      ours: await runStorm(page, says.ours, storm),
      bare: await runStorm(twin, says.bare, storm),
    });
  }
  await Promise.all([page.context().close(), twin.context().close()]);
  return {
    comments: opened,
    heap: eachSide((side) => holding[side].heap),
    elements: eachSide((side) => holding[side].elements),
    borne: eachSide((side) => medians<keyof StormFigures>(borne.map((pair) => pair[side]))),
  };
}

/** In turn a top-level comment, which waits behind a button, and a reply in view, which is shown at once. */
async function postersFor({ ours, bare, cookies }: Stage, page: Page): Promise<Pair<Post[]>> {
  const busy = await scrollToReplies(page);
  const first = posterTo(ours, cookies[0]!);
  const reply = posterTo(ours, cookies[1]!, busy);
  const had = await commentsOn(page);
  await first.post(0);
  await reply.post(0);
  await waitForComments(page, had + 2);
  return {
    ours: cookies.map((cookie, i) => posterTo(ours, cookie, i % 2 ? busy : undefined).post),
    bare: [broadcasterOf(bare, first.last()), broadcasterOf(bare, reply.last())],
  };
}

function eachSide<T>(of: (side: keyof Pair<T>) => T): Pair<T> {
  return { ours: of('ours'), bare: of('bare') };
}

interface Results {
  visited: Pair<Visit>;
  crowded: CommentLoad[];
  seconds: number;
  runs: number;
}

function section({ visited, crowded, seconds, runs }: Results): Section {
  const sizes = crowded.map(({ comments }) => figure(comments)).join(' and ');
  const sent = crowded.map(({ borne }) => figure(borne.ours.sent)).join(' and ');
  const largest = crowded.at(-1)!;
  const lost = crowded.reduce((sum, { borne }) => sum + borne.ours.lost, 0);
  const { version } = JSON.parse(readFileSync('node_modules/socket.io-client/package.json', 'utf8')) as {
    version: string;
  };
  return {
    ran: [
      `A verdict with ${USUAL} comments, nothing cached; medians of ${runs} first visits. Times are from the page's first byte; bytes as they travel. Beside it a page that only connects with socket.io-client ${version} to a bare server.`,
      `${sizes} comments opened by "More comments"; beside them the same elements and styles without our scripts: a page that appends the text of what a bare server tells it.`,
      `${EVENTS_A_SECOND} comments a second for ${seconds} s before each (${sent} sent), every second a reply in view; medians of ${runs} storms. A long frame keeps the page from answering for over 50 ms, by its script or by its layout; the other times are the main thread's processor time.`,
    ],
    tables: [visitTable(visited), heapTable(crowded), stormTable(crowded)],
    targets: [
      atMost('comments of the storm missing on the page', 0, lost),
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

function heapTable(crowded: CommentLoad[]): Table {
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

function stormTable(crowded: CommentLoad[]): Table {
  const columns: [string, keyof StormFigures][] = [
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
