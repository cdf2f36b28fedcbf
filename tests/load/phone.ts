// A verdict with a hundred comments on a phone-class processor: its main thread while the page loads and under input.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { live, noteWhenLive } from './browser.ts';
import { posterTo } from './crowd.ts';
import { Connection } from './http.ts';
import { atMost, ratioText, spreadText, type Table, type Target } from './report.ts';
import { seedStances, seedThread } from './seed.ts';
import type { BenchSite } from './servers.ts';
import { inTurn, ratiosOf, spreadOf } from './stats.ts';
import { browserCookies } from './views.ts';

const COMMENTS = 100;
/** Of the signed-in reader on the page. */
const RATINGS = 20;
const SLOWDOWN = 4;
/** Milliseconds after the page is live in which it may still be working. */
const SETTLING = 2000;
/** Tasks up to this long don't count as blocking. */
const SHORT_TASK = 50;
const PATIENCE = 60_000;
const NEWS = 3;

const WHO = ['signed out', 'signed in'] as const;
type Who = (typeof WHO)[number];

/** Times in milliseconds, sizes in bytes. NaN: signed out, there is no vote. */
type Figure =
  | 'longest'
  | 'blocked'
  | 'shift'
  | 'html'
  | 'js'
  | 'paint'
  | 'live'
  | 'vote'
  | 'reply'
  | 'fold'
  | 'news'
  | 'slowest'
  | 'later';
export type PhoneFigures = Record<Figure, number>;

export interface PhoneSite {
  site: BenchSite;
  /** Of a reader and of the writer of new comments. */
  cookies: [string, string];
}

export interface PhoneRow {
  who: Who;
  ours: PhoneFigures[];
  before: PhoneFigures[] | null;
}

export async function preparePhone({ site, cookies: [reader] }: PhoneSite): Promise<void> {
  await seedThread(site.sql, site.verdictId, { from: 0, to: COMMENTS });
  await seedStances(site.sql, reader, RATINGS);
}

export async function onPhone(
  browser: Browser,
  { ours, before }: { ours: PhoneSite; before: PhoneSite | null },
  { runs, progress }: { runs: number; progress: (line: string) => void },
): Promise<PhoneRow[]> {
  const rows: PhoneRow[] = [];
  for (const who of WHO) {
    progress(`a hundred comments at ${SLOWDOWN}× slowdown, ${who}, ${runs} runs`);
    const sides = { ours: () => visitOnPhone(browser, ours, who) };
    await sides.ours(); // warms the server up
    if (!before) {
      rows.push({ who, ...(await inTurn(runs, sides)), before: null });
      continue;
    }
    const then = () => visitOnPhone(browser, before, who);
    await then();
    rows.push({ who, ...(await inTurn(runs, { ...sides, before: then })) });
  }
  return rows;
}

/** What `watchMainThread` records in the page. */
interface Seen {
  tasks: number[];
  shift: number;
  inputs: number[];
}

async function visitOnPhone(browser: Browser, phone: PhoneSite, who: Who): Promise<PhoneFigures> {
  const { site, cookies } = phone;
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  if (who === 'signed in')
    await context.addCookies(
      browserCookies(cookies[0], 'bench-0')
        .split('; ')
        .map((pair) => ({ name: pair.split('=')[0]!, value: pair.split('=')[1]!, url: site.url })),
    );
  const page = await context.newPage();
  await page.addInitScript(noteWhenLive);
  await page.addInitScript(watchMainThread);
  const client = await context.newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(`${site.url}/v/${site.slug}`, { timeout: PATIENCE });
  await live(page);
  await sleep(SETTLING);
  const sizes = await page.evaluate(sizesOf);
  const { tasks, shift } = await seenBy(page);
  const inputs = await interact(page, phone, who);
  await scrollThrough(page);
  const all = (await seenBy(page)).tasks;
  await context.close();
  return {
    ...sizes,
    longest: Math.max(0, ...tasks),
    blocked: tasks.reduce((sum, task) => sum + Math.max(0, task - SHORT_TASK), 0),
    shift,
    ...inputs,
    slowest: Math.max(...Object.values(inputs).filter((time) => !Number.isNaN(time))),
    later: Math.max(0, ...all.slice(tasks.length)),
  };
}

const seenBy = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

/** Runs in the page before its scripts. */
function watchMainThread(): void {
  const seen: Seen = { tasks: [], shift: 0, inputs: [] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  // From the input itself, which may wait for the main thread, to after the next frame. Event Timing rounds to 8 ms.
  const until = (event: Event) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => void seen.inputs.push(performance.now() - event.timeStamp);
      port2.postMessage(0);
    });
  addEventListener('click', until, { capture: true });
}

/** Runs in the page. */
function sizesOf(): Record<'html' | 'js' | 'paint' | 'live', number> {
  const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const scripts = files.filter(({ name }) => /\.m?js(\?|$)/.test(name));
  return {
    html: document!.decodedBodySize,
    js: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    paint: paint!.startTime - document!.responseStart,
    live: (window as { liveAt?: number }).liveAt! - document!.responseStart,
  };
}

/** Presses what readers press. @returns the time of each */
async function interact(
  page: Page,
  phone: PhoneSite,
  who: Who,
): Promise<Record<'vote' | 'reply' | 'fold' | 'news', number>> {
  const vote =
    who === 'signed in' ? await press(page, page.locator('button[name="stance"]:visible').first()) : NaN;
  const thread = page.locator('#thread');
  const fold = await press(page, thread.getByLabel('Collapse the thread').first());
  const unfold = await press(page, thread.getByLabel('Expand the thread').first());
  const news = await pressNews(page, phone);
  const reply = await press(page, thread.getByText('Reply', { exact: true }).nth(10));
  return { vote, fold: Math.max(fold, unfold), news, reply };
}

/** Comments may do their work when they come into view. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await page.mouse.move(400, 400);
  for (let step = 0; step < 20; step++) {
    await page.mouse.wheel(0, 700);
    await sleep(50);
  }
  await sleep(500);
}

async function press(page: Page, target: Locator): Promise<number> {
  // As a reader would, who looks before pressing; what scrolling causes isn't part of the press.
  await target.scrollIntoViewIfNeeded();
  await sleep(500);
  const { length } = (await seenBy(page)).inputs;
  await target.click();
  await page.waitForFunction(
    (before) => (window as unknown as { seen: Seen }).seen.inputs.length > before,
    length,
  );
  await sleep(500);
  return (await seenBy(page)).inputs[length]!;
}

/** "3 new comments". The new ones are withdrawn again, so that every visit finds the same page. */
async function pressNews(page: Page, { site, cookies }: PhoneSite): Promise<number> {
  const { post, last } = posterTo(site, cookies[1]);
  const ids: string[] = [];
  for (let n = 1; n <= NEWS; n++) {
    await post(n);
    ids.push(last().id);
  }
  const time = await press(page, page.getByRole('button', { name: `${NEWS} new comments` }));
  const connection = await Connection.open(site.url);
  for (const id of ids) {
    const headers = { cookie: cookies[1], origin: site.url };
    const { status } = await connection.request({
      method: 'DELETE',
      path: `/api/v1/comments/${id}`,
      headers,
    });
    if (status !== 204) throw new Error(`withdrawing a comment returned ${status}`);
  }
  connection.close();
  return time;
}

const FIGURES: { figure: Figure; title: string; limit?: number }[] = [
  { figure: 'longest', title: 'longest task until it settled, ms', limit: 100 },
  { figure: 'blocked', title: 'total blocking time, ms', limit: 200 },
  { figure: 'later', title: 'longest task under input and scrolling, ms', limit: 100 },
  { figure: 'slowest', title: 'slowest interaction, ms', limit: 100 },
  { figure: 'vote', title: 'vote, ms' },
  { figure: 'reply', title: 'reply, ms' },
  { figure: 'fold', title: 'fold or unfold, ms' },
  { figure: 'news', title: `"${NEWS} new comments", ms` },
  { figure: 'shift', title: 'cumulative layout shift', limit: 0.005 },
  { figure: 'html', title: 'HTML before compression, bytes', limit: 120_000 },
  { figure: 'js', title: 'JavaScript until live, compressed bytes', limit: 75_000 },
  { figure: 'paint', title: 'first contentful paint after the first byte, ms' },
  { figure: 'live', title: 'live after the first byte, ms' },
];

export const phoneLines = (runs: number) => [
  `On a phone-class processor: Chromium's CPU slowdown of ${SLOWDOWN}×, ${COMMENTS} comments on the page, nothing cached; signed in with votes on all claims and ${RATINGS} ratings. Medians of ${runs} visits, and their spread. Until it settled: ${SETTLING / 1000} s after it was live. A task of 0 ms: none above ${SHORT_TASK} ms. An interaction is measured from the input to the end of the next frame.`,
];

export function phoneTables(rows: PhoneRow[], before: string | undefined): Table[] {
  return rows.map(({ who, ours, before: then }) => ({
    caption: `${COMMENTS} comments at ${SLOWDOWN}× slowdown, ${who}`,
    head: ['', 'CopeCheck', ...(then ? [before!, 'ratio'] : [])],
    rows: FIGURES.filter(({ figure }) => !Number.isNaN(ours[0]![figure])).map(({ figure, title }) => [
      title,
      spreadText(spreadOf(valuesOf(ours, figure))),
      ...(then
        ? [
            spreadText(spreadOf(valuesOf(then, figure))),
            ratioText(ratiosOf(valuesOf(ours, figure), valuesOf(then, figure))),
          ]
        : []),
    ]),
  }));
}

const valuesOf = (visits: PhoneFigures[], figure: Figure) => visits.map((each) => each[figure]);

export function phoneTargets(rows: PhoneRow[]): Target[] {
  return rows.flatMap(({ who, ours }) =>
    FIGURES.filter(({ limit }) => limit !== undefined).map(({ figure, title, limit }) =>
      atMost(`${who}: ${title}`, limit!, spreadOf(valuesOf(ours, figure))),
    ),
  );
}
