// The page in a browser (Chromium as npm brings it): what it loads, how soon it is live, what it holds and how it bears a storm.
import { readFileSync } from 'node:fs';
import { chromium as playwright, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromium } from '../../.config/browser.mjs';
import { commentAsk, pause } from './crowd.ts';
import { Connection } from './http.ts';
import { atMost, figure, type Section } from './report.ts';
import type { Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBare, startOurs, type BenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';

const EVENTS_A_SECOND = 50;
/** Comments below which the figures of a first visit are taken. */
const USUAL = 50;
const PATIENCE_MS = 20_000;

type Visit = Record<'js' | 'bytes' | 'requests' | 'live' | 'loaded', number>;

interface Opened {
  comments: number;
  /** Bytes that the page's JavaScript holds, before and after opening them. */
  before: number;
  after: number;
  elements: number;
}

type Stormy = Record<'sent' | 'shown' | 'longTasks' | 'longest' | 'blocked', number>;

export const clientSide: Scenario = async ({ options, database, tell }) => {
  const wanted = options.sizes?.[0] ?? (options.full ? 5000 : 1000);
  const seconds = options.seconds ?? 10;
  const runs = options.runs ?? 3;
  const ours = await startOurs(database, 'bench_client');
  const bare = await startBare('socket.io');
  const browser = await launch();
  try {
    const cookies = await seedReaders(ours.sql, 100);
    await seedThread(ours.sql, ours.verdictId, { from: 0, to: USUAL });
    await setBarePage(bare);
    const visits: { ours: Visit; bare: Visit }[] = [];
    for (let run = 1; run <= runs + 1; run++) {
      tell(`first visit ${run} of ${runs + 1} (the first only warms)`);
      const pair = {
        ours: await visit(browser, `${ours.url}/v/${ours.slug}`),
        bare: await visit(browser, `${bare.url}/`),
      };
      if (run > 1) visits.push(pair);
    }
    tell(`a storm of ${EVENTS_A_SECOND} comments a second for ${seconds} s`);
    const stormy = await storm(browser, ours, { cookies, seconds });
    tell(`${wanted} comments opened`);
    const { rows } = await ours.sql.query<{ seq: number }>('SELECT seq FROM verdicts');
    const from = Math.ceil(rows[0]!.seq / 4) * 4;
    await seedThread(ours.sql, ours.verdictId, { from, to: from + Math.ceil(wanted * 2) });
    const opened = await open(browser, ours, wanted);
    return section({
      ours: medians<keyof Visit>(visits.map((each) => each.ours)),
      bare: medians<keyof Visit>(visits.map((each) => each.bare)),
      ...{ stormy, opened, seconds, runs, browser: browser.version() },
    });
  } finally {
    await browser.close();
    await Promise.all([ours.stop(), bare.stop()]);
  }
};

async function launch(): Promise<Browser> {
  const { executablePath, env } = await chromium();
  const args = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-gpu',
    '--enable-precise-memory-info',
  ];
  return playwright.launch({
    executablePath,
    env: { ...process.env, ...env },
    args,
  });
}

/** The least that is live: socket.io's own client from the same server, and a word when it is connected. */
async function setBarePage({ url }: Server): Promise<void> {
  const page = `<!doctype html><title>Bare</title><link rel="icon" href="data:,"><p role="status"></p><script src="/socket.io/socket.io.min.js"></script>
    <script>const s = io({ transports: ['websocket'] });
    s.on('connect', () => s.emit('verdict:watch', {}, () => (document.querySelector('p').textContent = 'Live')));</script>`;
  await fetch(`${url}/bytes`, { method: 'POST', headers: { 'content-type': 'text/html' }, body: page });
}

/** Opens the address in a browser that was never there. Times are from the first byte of the page, milliseconds. */
async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(noteWhenLive);
  await page.goto(address);
  await live(page);
  await pause(300);
  const seen = await page.evaluate(() => {
    const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const scripts = files.filter(({ name }) => /\.m?js(\?|$)/.test(name));
    const size = (all: PerformanceResourceTiming[]) =>
      all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    const first = document!.responseStart;
    return {
      js: size(scripts),
      bytes: size(files) + document!.encodedBodySize,
      requests: files.length + 1,
      live: (window as { liveAt?: number }).liveAt! - first,
      loaded: document!.loadEventEnd - first,
    };
  });
  await context.close();
  return seen;
}

/** Runs in the page before anything else: notes when it first says that it is live. */
function noteWhenLive(): void {
  const look = () => {
    const states = [...document.querySelectorAll('[role=status]')];
    if (states.some((state) => state.textContent === 'Live'))
      (window as { liveAt?: number }).liveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function storm(
  browser: Browser,
  ours: BenchSite,
  { cookies, seconds }: { cookies: string[]; seconds: number },
): Promise<Stormy> {
  const page = await openLive(browser, ours);
  await page.evaluate(() => {
    const tasks: number[] = [];
    (window as { tasks?: number[] }).tasks = tasks;
    new PerformanceObserver((list) =>
      list.getEntries().forEach(({ duration }) => tasks.push(duration)),
    ).observe({
      type: 'longtask',
    });
  });
  const total = () =>
    page.evaluate(() => Number(/\d+/.exec(document.getElementById('discussion')!.textContent)![0]));
  const before = await total();
  const lines = await Promise.all(cookies.slice(0, 20).map(() => Connection.open(ours.url)));
  const begun = performance.now();
  let sent = 0;
  await Promise.all(
    lines.map(async (line, i) => {
      while (performance.now() - begun < seconds * 1000) {
        const due = (performance.now() - begun) / 1000;
        if (sent < due * EVENTS_A_SECOND) await line.ask(commentAsk(ours, cookies[i]!, (sent += 1)));
        else await pause(5);
      }
    }),
  );
  for (const line of lines) line.close();
  await pause(1000);
  const tasks = await page.evaluate(() => (window as { tasks?: number[] }).tasks!);
  const shown = (await total()) - before;
  await page.context().close();
  return {
    ...{ sent, shown },
    longTasks: tasks.length,
    longest: Math.max(0, ...tasks),
    blocked: tasks.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0) / seconds,
  };
}

/** Presses "more" until so many stand on the page. */
async function open(browser: Browser, ours: BenchSite, wanted: number): Promise<Opened> {
  const page = await openLive(browser, ours);
  const client = await page.context().newCDPSession(page);
  const before = await heap(client);
  const count = () => page.locator('#thread [role=article]').count();
  for (let there = await count(); there < wanted;) {
    await page.getByText('More comments').click();
    const had = there;
    for (const until = Date.now() + PATIENCE_MS; (there = await count()) === had; await pause(20))
      if (Date.now() > until) throw new Error(`"More comments" brought nothing after ${had} of them`);
  }
  const opened = {
    comments: await count(),
    before,
    after: await heap(client),
    elements: await page.evaluate(() => document.querySelectorAll('*').length),
  };
  await page.context().close();
  return opened;
}

async function openLive(browser: Browser, ours: BenchSite): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${ours.url}/v/${ours.slug}`);
  await live(page);
  return page;
}

function live(page: Page): Promise<void> {
  return page.locator('[role=status]', { hasText: /^Live$/ }).waitFor({ state: 'attached' });
}

async function heap(client: CDPSession): Promise<number> {
  await client.send('HeapProfiler.enable');
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await client.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
}

interface Results {
  ours: Visit;
  bare: Visit;
  stormy: Stormy;
  opened: Opened;
  seconds: number;
  runs: number;
  browser: string;
}

function section({ ours, bare, stormy, opened, seconds, runs, browser }: Results): Section {
  const columns: [string, keyof Visit][] = [
    ['JavaScript, kB', 'js'],
    ['all, kB', 'bytes'],
    ['requests', 'requests'],
    ['loaded, ms', 'loaded'],
    ['live, ms', 'live'],
  ];
  const line = (visit: Visit) =>
    columns.map(([, key]) => (key === 'js' || key === 'bytes' ? visit[key] / 1000 : visit[key]));
  const grown = opened.after - opened.before;
  const { version } = JSON.parse(readFileSync('node_modules/socket.io-client/package.json', 'utf8')) as {
    version: string;
  };
  return {
    ran: [
      `Chromium ${browser}, a verdict with ${USUAL} comments, nothing cached; medians of ${runs} first visits. Times are from the page's first byte; bytes as they travel. Beside it a page that only connects with socket.io-client ${version} to a bare server.`,
      `${EVENTS_A_SECOND} comments a second for ${seconds} s before an open page (${stormy.sent} sent); a long task keeps the page from answering for over 50 ms.`,
      `${figure(opened.comments)} comments opened by "More comments".`,
    ],
    tables: [
      {
        caption: 'A first visit',
        head: ['', ...columns.map(([title]) => title)],
        rows: [
          ['CopeCheck', ...line(ours)],
          ['bare page', ...line(bare)],
          ['ratio', ...columns.map(([, key]) => ours[key] / bare[key])],
        ],
      },
      {
        caption: 'In a storm',
        head: ['comments sent', 'counted on the page', 'long tasks', 'longest ms', 'blocked ms a second'],
        rows: [[stormy.sent, stormy.shown, stormy.longTasks, stormy.longest, stormy.blocked]],
      },
      {
        caption: 'Many comments on one page',
        head: ['comments', 'heap before, MB', 'after, MB', 'kB a comment', 'elements'],
        rows: [
          [
            opened.comments,
            opened.before / 2 ** 20,
            opened.after / 2 ** 20,
            grown / 1024 / opened.comments,
            opened.elements,
          ],
        ],
      },
    ],
    targets: [
      {
        what: 'comments of the storm missing on the page',
        target: '0',
        measured: String(stormy.sent - stormy.shown),
        met: stormy.sent === stormy.shown,
      },
      atMost('JavaScript, kB (NodeBB: 257)', 257, ours.js / 1000),
    ],
  };
}
