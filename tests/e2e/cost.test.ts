// The cost of a verdict's page: bytes of JavaScript, and layout shifts.
import { readFile } from 'node:fs/promises';
import type { CDPSession, Page, Route } from '@playwright/test';
import { shiftOf, watchShifts } from '../support/browser/shifts.ts';
import { commentOf, expect, saying, stateOf, test } from '../support/browser/users.ts';

// 75 kB. The rest is for the headers of responses.
const MAX_SCRIPT = 75_100;
const MAX_SHIFT = 0.02;
const FIXTURE = 'src/lib/verdicts/fixtures/autopsy-page.txt';

/** Compressed bytes by address of everything that is loaded from now on. */
async function countBytes(page: Page): Promise<Map<string, number>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const types = new Map<string, string>();
  const bytes = new Map<string, number>();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    types.set(requestId, type === 'Script' || /javascript/.test(response.mimeType) ? response.url : '');
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = types.get(requestId);
    if (url) bytes.set(url, (bytes.get(url) ?? 0) + encodedDataLength);
  });
  return bytes;
}

test('the first load of a verdict ships at most 75 kB of JavaScript until it is live', async ({
  publish,
  user,
}) => {
  const { slug } = await publish(await readFile(FIXTURE, 'utf8'));
  const ada = await user('ada');
  for (let i = 1; i <= 50; i++) await ada.post(slug, `A *thought*, number ${i}.`);
  const page = await ada.context.newPage();
  const bytes = await countBytes(page);
  await page.goto(`/v/${slug}`);
  await expect(stateOf(page)).toHaveText('Live');
  const sum = [...bytes.values()].reduce((total, one) => total + one, 0);
  console.log(
    `JavaScript of a verdict's page until live: ${(sum / 1000).toFixed(1)} kB in ${bytes.size} files`,
  );
  expect(bytes.size).toBeGreaterThan(2);
  expect(sum).toBeLessThanOrEqual(MAX_SCRIPT);
});

for (const width of [1280, 390])
  test(`at ${width} px nothing jumps while fonts come late, the page comes alive, and others write`, async ({
    publish,
    user,
  }) => {
    const title = `Late fonts at ${width}`;
    const { slug } = await publish(
      (await readFile(FIXTURE, 'utf8')).replace(/The lantern clause[^\n]*/, title),
    );
    const ada = await user('ada');
    const page = await ada.context.newPage();
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(watchShifts);
    const held: Route[] = [];
    await page.route('**/*.woff2', (route) => void held.push(route));
    await page.goto(`/v/${slug}`, { waitUntil: 'domcontentloaded' });
    await expect(stateOf(page)).toHaveText('Live');
    expect(held.length).toBeGreaterThan(0);
    await Promise.all(held.splice(0).map((route) => route.continue()));
    await page.waitForFunction(
      () => document.fonts.check('1rem Newsreader') && document.fonts.check('1rem Inter'),
    );
    const loading = await shiftOf(page);

    const grace = await user('grace');
    await page.locator('#talk').scrollIntoViewIfNeeded();
    await page.evaluate(() => document.getElementById('talk')!.scrollIntoView({ behavior: 'instant' }));
    await grace.post(slug, 'Into the empty thread.');
    await expect(saying(page, 'Into the empty thread.')).toBeVisible();
    await grace.post(slug, 'Behind the button.');
    await expect(page.getByRole('button', { name: '1 new comment' })).toBeVisible();
    const arriving = await shiftOf(page);

    console.log(
      `Layout shift at ${width} px: ${loading.sum.toFixed(4)} while loading, ` +
        `${(arriving.sum - loading.sum).toFixed(4)} while two comments arrive`,
    );
    expect(arriving.sum, arriving.what).toBeLessThan(MAX_SHIFT);
  });

test('a loaded comment keeps its element and its place when it becomes interactive, and its text is sent once', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const root = await ada.post(slug, 'The root of it.');
  const reply = await grace.post(slug, 'A reply to it.', root.id);
  await ada.post(slug, 'A reply to the reply.', reply.id);
  await grace.post(slug, 'Another root.');

  const page = await ada.context.newPage();
  await page.addInitScript(() => {
    const mark = () => {
      for (const article of document.querySelectorAll('#thread article'))
        article.setAttribute('data-sent', '');
    };
    document.addEventListener('readystatechange', mark, { once: true });
  });
  const sent = await (await page.goto(`/v/${slug}`))!.text();
  await expect(stateOf(page)).toHaveText('Live');
  await expect(commentOf(page, root).getByRole('link', { name: 'Withdraw' })).toBeVisible();
  const texts = page.locator('#thread article .body');
  await expect(texts).toHaveText([
    'Another root.',
    'The root of it.',
    'A reply to it.',
    'A reply to the reply.',
  ]);
  await expect(page.locator('#thread > li > .branch > .replies > li > .replies > li')).toHaveCount(1);
  // An update removes the mark, because the markup lacks it: only the reader's own comments change here.
  for (const theirs of ['A reply to it.', 'Another root.'])
    await expect(page.locator('article[data-sent] .body', { hasText: theirs })).toHaveCount(1);
  // In the markup, and for search engines.
  expect(sent.split('A reply to it.')).toHaveLength(3);
});
