// What scenarios do with a page in Chromium, our page or a baseline.
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium as playwright, type Browser, type CDPSession, type Page } from 'playwright-core';
import { chromium } from '../../.config/browser.mjs';
import { type Post } from './crowd.ts';

const PATIENCE_MS = 20_000;

export async function launch(): Promise<Browser> {
  const { executablePath, env } = await chromium();
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];
  return playwright.launch({ executablePath, env: { ...process.env, ...env }, args });
}

/** `js` and `bytes`: compressed bytes. Times in milliseconds from the first byte of the page. */
export type Visit = Record<'js' | 'bytes' | 'requests' | 'live' | 'loaded', number>;

/** Opens the address with an empty cache. */
export async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(noteWhenLive);
  await page.goto(address);
  await live(page);
  await sleep(300);
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

/** Runs in the page before its scripts: notes when it first shows that it is live. */
export function noteWhenLive(): void {
  const look = () => {
    const states = [...document.querySelectorAll('[role=status]')];
    if (states.some((state) => state.textContent === 'Live'))
      (window as { liveAt?: number }).liveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export async function openLive(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  await live(page);
  return page;
}

export function live(page: Page): Promise<void> {
  return page.locator('[role=status]', { hasText: /^Live$/ }).waitFor({ state: 'attached' });
}

/** Loads more comments until the page shows at least `wanted`. */
export async function openMore(page: Page, wanted: number): Promise<void> {
  for (let there = await commentsOn(page); there < wanted; there = await commentsOn(page)) {
    // By keyboard: lazy layout may move the button under a pointer.
    await page.getByText('More comments').press('Enter');
    await waitForComments(page, there + 1);
  }
}

export async function waitForComments(page: Page, wanted: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; (await commentsOn(page)) < wanted; await sleep(20))
    if (Date.now() > until)
      throw new Error(`The page shows ${await commentsOn(page)} comments, not ${wanted}`);
}

/** Comments on the page, with those behind the button for new ones. */
export function commentsOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const waiting = /\d+/.exec(document.querySelector('.arrivals')!.textContent)?.[0] ?? 0;
    return document.querySelectorAll('#thread li').length + Number(waiting);
  });
}

/**
 * The baseline of our page: a copy of its elements and styles, with socket.io's client in
 * place of our scripts. It appends the text of a reply to its list, and counts new top-level comments.
 */
export function staticCopyOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const css = rules.map(({ cssText }) => cssText).join('\n');
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('script, link, style').forEach((element) => element.remove());
    copy.querySelectorAll('[role=status]').forEach((status) => (status.textContent = ''));
    const follow = `
      const count = document.getElementById('discussion'), arrived = document.querySelector('.arrivals');
      let waiting = 0;
      const s = io({ transports: ['websocket'] });
      s.on('connect', () => s.emit('verdict:watch', {}, () => (document.querySelector('[role=status]').textContent = 'Live')));
      s.on('verdict:changed', ({ comments, total }) => {
        count.textContent = total + ' comments';
        for (const { parentId, body } of comments) {
          if (parentId === null) { arrived.textContent = ++waiting + ' new comments'; continue; }
          const li = document.createElement('li');
          li.append(document.createTextNode(body));
          document.getElementById('c-' + parentId).parentNode.querySelector('.replies').append(li);
        }
      });`;
    const scripts = `<script src="/socket.io/socket.io.min.js"></script><script>${follow}</script>`;
    const head = `<meta charset="utf-8"><link rel="icon" href="data:,"><style>${css}</style>`;
    return `<!doctype html><html><head>${head}</head><body>${copy.querySelector('body')!.innerHTML}${scripts}</body></html>`;
  });
}

/** Scrolls to the replies of the first comment that has any. @returns its id */
export function scrollToReplies(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const comment = document.querySelector('#thread > li:has(> .replies) > [id^=c-]')!;
    const off = () => comment.getBoundingClientRect().bottom - innerHeight * 0.7;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    // Lazy layout moves the elements below.
    for (let tries = 0; tries < 20 && Math.abs(off()) > 1; tries++) {
      scrollBy({ top: off(), behavior: 'instant' });
      for (let frames = 0; frames < 3; frames++) await frame();
    }
    return comment.id.slice(2);
  });
}

/** An entry of the Long Animation Frames API. */
interface LongFrame {
  duration: number;
  blockingDuration: number;
}

/**
 * `lost`: comments missing on the page afterwards. `longest` in milliseconds, `blocked` in milliseconds per second; `busy`, `script`
 * and `layout` in milliseconds of the main thread's CPU time per comment.
 */
export type StormFigures = Record<
  'sent' | 'lost' | 'longFrames' | 'longest' | 'blocked' | 'busy' | 'script' | 'layout',
  number
>;

/** Posts comments at a fixed rate and measures the page that receives them. */
export async function runStorm(
  page: Page,
  says: Post[],
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<StormFigures> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await scrollToReplies(page);
  const had = await commentsOn(page);
  await watchLongFrames(page);
  const before = await metrics(client);
  const sent = await postAll(says, { seconds, perSecond });
  for (const until = Date.now() + 5000; Date.now() < until && (await commentsOn(page)) < had + sent;)
    await sleep(250);
  const after = await metrics(client);
  const spent = (...names: string[]) =>
    names.reduce((sum, name) => sum + (after.get(name)! - before.get(name)!) * 1000, 0) / sent;
  const frames = await page.evaluate(() => (window as { longFrames?: LongFrame[] }).longFrames!);
  return {
    sent,
    lost: sent - ((await commentsOn(page)) - had),
    longFrames: frames.length,
    longest: Math.max(0, ...frames.map(({ duration }) => duration)),
    blocked: frames.reduce((sum, { blockingDuration }) => sum + blockingDuration, 0) / seconds,
    busy: spent('TaskDuration'),
    script: spent('ScriptDuration'),
    layout: spent('LayoutDuration', 'RecalcStyleDuration'),
  };
}

async function postAll(
  says: Post[],
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<number> {
  const begun = performance.now();
  let sent = 0;
  // Each worker posts one comment at a time; twenty keep the rate despite latency.
  const speaker = async () => {
    for (let now; (now = performance.now() - begun) < seconds * 1000;) {
      if (sent >= (now / 1000) * perSecond) await sleep(5);
      else {
        sent += 1;
        await says[sent % says.length]!(sent);
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, speaker));
  return sent;
}

/** Frames rather than tasks, because browsers report no long task for layout and paint alone. */
function watchLongFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const frames: LongFrame[] = [];
    (window as { longFrames?: LongFrame[] }).longFrames = frames;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LongFrame)[])
        frames.push({ duration: entry.duration, blockingDuration: entry.blockingDuration });
    }).observe({ type: 'long-animation-frame' });
  });
}

async function metrics(client: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await client.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Heap bytes after garbage collection, and the number of elements. */
export async function memoryOf(page: Page): Promise<{ heap: number; elements: number }> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.enable');
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  await client.detach();
  return { heap: usedSize, elements: await page.evaluate(() => document.querySelectorAll('*').length) };
}
