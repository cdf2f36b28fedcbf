// The admin's page about the running process.
import type { Page, Request } from '@playwright/test';
import { expect, test } from '../support/browser/moderation.ts';

const PAGE = '/admin/health';
const SAMPLES = '/admin/health/samples';
/** Two samples, on a busy machine. */
const SOON = { timeout: 40_000 };

const plotOf = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const lineOf = (page: Page, name: string) => plotOf(page, name).locator('path.line').getAttribute('d');
/** The distinct heights of the line, from the top; 60 is the bottom. */
const heightsOf = async (page: Page, name: string) => [
  ...new Set([...((await lineOf(page, name)) ?? '').matchAll(/[\d.]+ ([\d.]+)/g)].map(([, y]) => y!)),
];
const stateOf = (page: Page) => page.getByRole('main').getByRole('status');

test('a plot changes after a comment without a reload, and has a text alternative', async ({
  publish,
  user,
  staff,
}) => {
  const { slug } = await publish();
  const [ada, linus] = [await user('ada'), await staff('linus', 'admin')];
  const page = await linus.context.newPage();
  await page.goto(PAGE);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await expect(stateOf(page)).toContainText('Live');
  await expect(page.getByRole('main')).toContainText(/Process \d+ on \S+, up for \d+ (second|minute)/);
  await expect(
    page.getByRole('navigation', { name: 'Moderation and admin' }).getByRole('link', { name: 'Health' }),
  ).toHaveAttribute('aria-current', 'page');

  // The plot has data of earlier tests too; the newest sample is this test's.
  const now = plotOf(page, 'Comments saved').locator('strong');
  await expect(now).toHaveText('0', SOON);
  await ada.post(slug, 'Does it move?');
  await expect(now).toHaveText(/^0\.\d+$/, SOON);
  expect((await heightsOf(page, 'Comments saved')).length).toBeGreaterThan(1);
  await expect(plotOf(page, 'Write time').getByText(/ ms$/).first()).toBeVisible();
  await expect(plotOf(page, 'Memory')).toContainText(/\d+ MB/);
  expect(await page.evaluate(() => 'same' in window)).toBe(true);
});

test('the page shows when its data is stale, resumes, and stops when its user is no longer an admin', async ({
  staff,
  site,
}) => {
  const linus = await staff('linus', 'admin');
  const page = await linus.context.newPage();
  await page.goto(PAGE);
  await expect(stateOf(page)).toContainText('Live');
  await linus.context.setOffline(true);
  await expect(stateOf(page)).toContainText('No response', SOON);
  await expect(page.getByText(/Last response at \d\d:\d\d:\d\d UTC/)).toBeVisible();
  await linus.context.setOffline(false);
  await expect(stateOf(page)).toContainText('Live', SOON);
  expect((await site.cli('user', 'role', linus.name, 'reader')).code).toBe(0);
  // Either the next sample or the account's socket finds out first.
  const message = /no longer signed in as an admin|Your account isn’t allowed to do this/;
  await expect(page.getByRole('main')).toContainText(message, SOON);
  await expect(stateOf(page).filter({ hasText: 'Live' })).toHaveCount(0);
});

test('a server error shows on the page, in the plot of failed requests and in the metrics', async ({
  staff,
  site,
}) => {
  const linus = await staff('linus', 'admin');
  const page = await linus.context.newPage();
  await page.goto(PAGE);
  await expect(stateOf(page)).toContainText('Live');
  await site.sql('ALTER TABLE sessions RENAME TO mislaid');
  try {
    await expect(stateOf(page)).toContainText('responds with an error', SOON);
  } finally {
    await site.sql('ALTER TABLE mislaid RENAME TO sessions');
  }
  await expect(stateOf(page)).toContainText('Live', SOON);
  await expect(plotOf(page, 'Failed requests').getByText(/^From 0 to/)).toBeVisible(SOON);
  const metrics = await (await fetch(`${site.url}/metrics`)).text();
  expect(metrics).toMatch(/_count\{route="[^"]*samples",method="GET",status="500"\} [1-9]/);
});

test('visitors have to sign in, and readers and moderators are refused, for the page and its samples', async ({
  visitor,
  user,
  staff,
}) => {
  const nobody = await (await visitor()).context.newPage();
  await nobody.goto(PAGE);
  await expect(nobody).toHaveURL(/\/sign-in\?to=%2Fadmin%2Fhealth$/);
  expect((await nobody.request.get(SAMPLES)).status()).toBe(401);
  for (const who of [await user('ada'), await staff('mary')]) {
    const page = await who.context.newPage();
    expect((await page.goto(PAGE))?.status()).toBe(403);
    await expect(page.getByRole('article')).toHaveCount(0);
    const answer = await page.request.get(SAMPLES);
    expect(answer.status()).toBe(403);
    expect(await answer.text()).not.toContain('pid');
    await page.goto('/');
    await expect(page.getByRole('link', { name: 'Health' })).toHaveCount(0);
  }
});

test('no other page loads its script', async ({ publish, staff }) => {
  const { slug } = await publish();
  const linus = await staff('linus', 'admin');
  /** Scripts with the plots. A page for each address: what the last one still loads has no body. */
  const plots = async (path: string) => {
    const page = await linus.context.newPage();
    const asked: Request[] = [];
    page.on('request', (request) => request.resourceType() === 'script' && asked.push(request));
    await page.goto(path, { waitUntil: 'networkidle' });
    const bodies = await Promise.all(asked.map(async (one) => (await (await one.response())?.text()) ?? ''));
    await page.close();
    return bodies.filter((body) => body.includes(SAMPLES)).length;
  };
  for (const path of ['/', `/v/${slug}`, '/moderation', '/admin/settings'])
    expect(await plots(path), path).toBe(0);
  expect(await plots(PAGE)).toBe(1);
});

test('without JavaScript the page shows the last state, as text and as lines', async ({ browser, staff }) => {
  const linus = await staff('linus', 'admin');
  const storageState = await linus.context.storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState });
  const page = await context.newPage();
  await expect(async () => {
    await page.goto(PAGE);
    await expect(plotOf(page, 'Requests').getByText(/^(Always|From)/)).toBeVisible({ timeout: 100 });
  }).toPass(SOON);
  await expect(stateOf(page)).toContainText('As of the loading of this page');
  expect(await lineOf(page, 'Requests')).toMatch(/^M[\d. ]+/);
  await expect(plotOf(page, 'Watchers')).toContainText(/Watchers\s+\d/);
  await context.close();
});
