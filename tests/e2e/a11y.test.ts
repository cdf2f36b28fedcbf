// Every page, for every role: two engines, a validator, and layout. See tests/support/browser/sights.
import type { Cookie, Page } from '@playwright/test';
import pg from 'pg';
import { openCluster, runningServer } from '#lib/db/embedded/cluster.server.ts';
import { accountSights } from '../support/browser/sights/account.ts';
import { axeFaults, ibmFaults } from '../support/browser/sights/engines.ts';
import { htmlFaults } from '../support/browser/sights/html.ts';
import { fitFaults, spacedFaults } from '../support/browser/sights/layout.ts';
import { pageRoutes, routeOf } from '../support/browser/sights/page-routes.ts';
import { readingSights } from '../support/browser/sights/reading.ts';
import { staffSights } from '../support/browser/sights/staff.ts';
import { setStage, type Stage, type Who } from '../support/browser/sights/stage.ts';
import type { Sights } from '../support/browser/sights/sight.ts';
import { expect, test } from '../support/browser/users.ts';

// On a separate site, because it sends the first issue of The Cope Report.
test.use({ siteEnv: { SAMPLE_DATA: 'on' } });

test('every page, for every role, passes axe, IBM’s engine and a validator, and fits', async ({
  browser,
  site,
  publish,
  newContext,
}) => {
  // Four minutes alone, and more beside other suites.
  test.setTimeout(1_500_000);
  const stage = await setStage({ site, publish, newContext });
  const sights = { ...readingSights(stage), ...accountSights(stage), ...staffSights(stage) };
  expectEveryPage(sights);
  const states = await statesOf(stage);
  const validated = new Set<string>();
  const routes = pageRoutes();
  /** Routes with a sight that was checked whole; of a further one, axe and the smallest width show what differs. */
  const whole = new Set<string | undefined>();
  /** One for each role: in a new one, everything is loaded again. */
  const pages: Partial<Record<Who, Page>> = {};
  for (const [name, { who, path, act }] of Object.entries(sights))
    await test.step(name, async () => {
      const page = (pages[who] ??= await browser.newPage({ reducedMotion: 'reduce' }));
      // A step that can't be done fails at its sight, not at the end of the test.
      page.setDefaultTimeout(60_000);
      await page.context().clearCookies();
      await page.context().addCookies(states[who]!.cookies);
      await look(page, 1280, 'light');
      const response = await page.goto(path);
      if (!validated.has(`${who} ${path}`))
        expectNone(await htmlFaults(await response!.text()), `${name}: HTML`);
      validated.add(`${who} ${path}`);
      // Actions need a hydrated page.
      if (act) await page.waitForLoadState('networkidle');
      await act?.(page);
      await showAll(page);
      await expectWhole(page, name);
      const route = routeOf(path, routes);
      if (!whole.has(route)) await expectWide(page, name);
      await look(page, 390, 'dark');
      await endTransitions(page);
      expectNone(await axeFaults(page), `${name}, 390 px, dark: axe`);
      if (!whole.has(route)) expectNone(await fitFaults(page, 390), `${name} at 390 px`);
      if (!whole.has(route)) expectNone(await fitFaults(page, 320), `${name} at 320 px`);
      expectNone(await spacedFaults(page), `${name} at 320 px, with text spacing`);
      whole.add(route);
      await page.evaluate(() => localStorage.clear());
      await page.unrouteAll();
    });
  for (const page of Object.values(pages)) await page.context().close();
});

function expectEveryPage(sights: Sights) {
  const routes = pageRoutes();
  const shown = new Set(Object.values(sights).map(({ path }) => routeOf(path, routes)));
  expect(
    routes.filter((route) => !shown.has(route)),
    'pages that no sight shows',
  ).toEqual([]);
}

async function statesOf({ people }: Stage): Promise<Record<string, { cookies: Cookie[] }>> {
  const states = Object.entries(people).map(async ([who, { context }]) => [
    who,
    await context.storageState(),
  ]);
  return { ...Object.fromEntries(await Promise.all(states)), visitor: { cookies: [] } };
}

function expectNone(faults: string[], where: string) {
  expect.soft(faults, where).toEqual([]);
}

/** What axe computes from the look is checked in each theme at one width, because axe is slow. */
async function expectWide(page: Page, name: string) {
  await endTransitions(page);
  expectNone(await axeFaults(page, ['color-contrast', 'target-size']), `${name}, 1280 px, light: axe`);
  // A button under the pointer has colours that IBM’s engine can’t compute.
  await page.mouse.move(0, 0);
  expectNone(await ibmFaults(page), `${name}: IBM’s engine`);
  expectNone(await fitFaults(page, 1280), `${name} at 1280 px`);
}

async function look(page: Page, width: number, colorScheme: 'dark' | 'light') {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 844 });
}

test('the page for a server error is complete and accessible', async ({ page, site, publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const comment = await ada.post(slug, 'Whose revisions are lost.');
  await sabotaged(site.dataDir, 'comment_revisions', async () => {
    const response = await page.goto(`/v/${slug}/history/${comment.id}`);
    expect(response?.status()).toBe(500);
    await expectWhole(page, 'a fault');
    expect(await axeFaults(page)).toEqual([]);
    expect(await ibmFaults(page)).toEqual([]);
    expect(await htmlFaults(await response!.text())).toEqual([]);
  });
});

/** Renames a table while `act` runs, which causes server errors. */
async function sabotaged(dataDir: string, table: string, act: () => Promise<void>) {
  const cluster = await openCluster(dataDir);
  const { port } = runningServer(cluster)!;
  const sql = new pg.Client(`postgresql://copecheck:${cluster.password}@127.0.0.1:${port}/copecheck`);
  await sql.connect();
  await sql.query(`ALTER TABLE ${table} RENAME TO mislaid`);
  try {
    await act();
  } finally {
    await sql.query(`ALTER TABLE mislaid RENAME TO ${table}`);
    await sql.end();
  }
}

/** Engines compute no colours and sizes of what is off the screen and therefore not rendered. */
async function showAll(page: Page) {
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = '* { content-visibility: visible !important }';
    document.head.append(style);
  });
}

/** Finishes the transition between themes, whose colours in between aren't checked. */
async function endTransitions(page: Page) {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
    for (const animation of document.getAnimations())
      if (animation instanceof CSSTransition) animation.finish();
  });
}

/** Every page has one h1, a main, a skip link and a title. */
async function expectWhole(page: Page, name: string) {
  const found = await page.evaluate(() => {
    const count = (selector: string) => document.querySelectorAll(selector).length;
    return { h1: count('h1'), main: count('main'), skip: count('a[href="#main"]'), title: document.title };
  });
  expect.soft(found, name).toMatchObject({ h1: 1, main: 1, skip: 1 });
  expect.soft(found.title, name).toContain('CopeCheck');
}
