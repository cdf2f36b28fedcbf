// What readers write, as it appears on the page: links, numbers, directions, long texts.
import type { Locator, Page } from '@playwright/test';
import { commentOf, expect, test } from '../support/browser/users.ts';

const box = async (locator: Locator) => (await locator.boundingBox())!;
const LONG = Array.from({ length: 90 }, (_, i) => `Paragraph ${i} of a long argument.`).join('\n\n');
const ZALGO = `Z${'\u0301\u0302\u0303\u0304'.repeat(100)}algo`;

/** The horizontal edges of the first occurrence of a text, as it is painted. */
const edgesOf = (page: Page, text: string) =>
  page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector('#thread')!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.textContent!.indexOf(wanted);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + wanted.length);
      const { left, right } = range.getBoundingClientRect();
      return { left, right };
    }
    throw new Error(`${wanted} isn’t on the page`);
  }, text);

test('a comment taller than 1,200 pixels is folded, and opens by keyboard, by its link and for a search in the page', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const short = await ada.post(slug, 'Short.\n\n'.repeat(12));
  const long = await ada.post(slug, LONG);
  const page = await ada.read(slug);
  const body = commentOf(page, long).locator('.body');
  const height = async () => (await box(body)).height;
  expect(await height()).toBe(1200);
  await expect(commentOf(page, short).getByText('Show all')).toBeHidden();

  await commentOf(page, long).locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await height()).toBeGreaterThan(2000);
  await commentOf(page, long).getByText('Show less').click();
  expect(await height()).toBe(1200);

  // What a search in the page does: it scrolls to the text.
  await body
    .getByText('Paragraph 80')
    .evaluate((element) => element.scrollIntoView({ behavior: 'instant', block: 'center' }));
  await expect(body.getByText('Paragraph 80')).toBeInViewport();
  await expect.poll(height).toBeGreaterThan(2000);
  await expect(body.getByText('Paragraph 80')).toBeInViewport();

  await page.goto('about:blank');
  await page.goto(`/v/${slug}#c-${long.id}`);
  await expect.poll(height).toBeGreaterThan(2000);
  await page.goto(`/v/${slug}`);
  await page.emulateMedia({ media: 'print' });
  expect(await height()).toBeGreaterThan(2000);
});

/** How many characters of this text fit into the width of an element. */
const charactersIn = (body: Locator) =>
  body.evaluate((element) => {
    const canvas = document.createElement('canvas').getContext('2d')!;
    canvas.font = getComputedStyle(element).font;
    const text = 'The paper says in its first table whom it watched, and why that could be observed.';
    return Math.round((element.clientWidth * text.length) / canvas.measureText(text).width);
  });

test('a line has 60 to 72 characters, at the greatest depth enough to read, also on a phone; avatars add no name', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const first = await ada.post(slug, 'At the top.');
  let deepest = first;
  for (let depth = 1; depth <= 8; depth++)
    deepest = await [ada, grace][depth % 2]!.post(slug, `${depth} levels down.`, deepest.id);
  const page = await ada.read(slug);
  const [top, bottom] = [first, deepest].map((comment) => commentOf(page, comment).locator('.body'));
  expect(await charactersIn(top!)).toBeGreaterThanOrEqual(60);
  expect(await charactersIn(top!)).toBeLessThanOrEqual(72);
  expect(await charactersIn(bottom!)).toBeGreaterThan(40);
  const name = commentOf(page, first).getByRole('link', { name: ada.name, exact: true });
  await expect(name).toBeVisible();
  expect(await name.evaluate((link) => getComputedStyle(link, '::before').content)).toMatch(/^"a"/);
  await page.setViewportSize({ width: 390, height: 900 });
  expect(await charactersIn(bottom!)).toBeGreaterThan(30);
});

test('numbers of lists, deep quotes, Arabic and combining marks keep to their place', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const numbers = await ada.post(slug, '2024. year\n2025. next\n\nText\n\n123456789. much\n     1. inner');
  const quotes = await ada.post(slug, `${'> '.repeat(9)}far\n\n${'- '.repeat(7)}deep`);
  const arabic = await ada.post(slug, 'هذا نقاش مهم.\n\n- أولا\n- ثانيا\n\n> اقتباس\n\nAn English line.');
  const marked = await ada.post(slug, ZALGO);
  const page = await ada.read(slug);
  await page.setViewportSize({ width: 390, height: 900 });

  await commentOf(page, numbers).scrollIntoViewIfNeeded();
  for (const list of await commentOf(page, numbers).locator('ol').all()) {
    const room = await list.evaluate((ol) => {
      const canvas = document.createElement('canvas').getContext('2d')!;
      canvas.font = getComputedStyle(ol).font;
      const last = (ol as HTMLOListElement).start + ol.children.length - 1;
      return parseFloat(getComputedStyle(ol).paddingInlineStart) - canvas.measureText(`${last}. `).width;
    });
    expect(room).toBeGreaterThanOrEqual(0);
  }

  await commentOf(page, quotes).scrollIntoViewIfNeeded();
  const { x: left } = await box(commentOf(page, quotes));
  expect((await edgesOf(page, 'far')).left - left).toBeLessThan(60);
  expect((await edgesOf(page, 'deep')).left - left).toBeLessThan(130);

  await commentOf(page, arabic).scrollIntoViewIfNeeded();
  const body = await box(commentOf(page, arabic).locator('.body'));
  const rightOf = async (text: string) => body.x + body.width - (await edgesOf(page, text)).right;
  expect(await rightOf('هذا')).toBeLessThan(2);
  expect(await rightOf('أولا')).toBeLessThan(40);
  expect(await rightOf('اقتباس')).toBeGreaterThan(10);
  expect((await edgesOf(page, 'An English')).left - body.x).toBeLessThan(2);

  // The marks would be painted over the byline.
  await commentOf(page, marked).scrollIntoViewIfNeeded();
  const who = await box(commentOf(page, marked).locator('.who'));
  // Whole rows: the last pixel of an element's own picture may belong to what is below it.
  const [top, bottom] = [Math.ceil(who.y), Math.floor(who.y + who.height)];
  const picture = () =>
    page.screenshot({ clip: { ...who, y: top, height: bottom - top }, animations: 'disabled' });
  const painted = await picture();
  await commentOf(page, marked)
    .locator('p')
    .evaluate((p) => (p.style.visibility = 'hidden'));
  expect(painted.equals(await picture())).toBe(true);
});

test('without JavaScript, links lead where they say, an invisible comment is refused, and the help is at hand', async ({
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const written = '[call](tel:+49301234), [copy](ftp://files.example/a), ada@mail.example';
  // A new account may post one link in a comment.
  const comment = await ada.post(slug, `${written}, doi:10.1000/182.`);
  for (const address of ['arXiv:2303.10130', 'www.host.example']) await ada.post(slug, `See (${address}).`);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`/v/${slug}`);
  await expect(commentOf(page, comment)).toContainText(written);
  const links = page.locator('#thread .body a');
  expect(await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))).toEqual([
    'https://www.host.example/',
    'https://arxiv.org/abs/2303.10130',
    'https://doi.org/10.1000/182',
  ]);

  await page.getByLabel('Your comment').fill('> \u3164\n\n- \u2800');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByText('Readers would see nothing of this text.')).toBeVisible();

  const [help] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Markdown help' }).first().click(),
  ]);
  await expect(help.getByRole('heading', { name: 'Markdown in comments' })).toBeVisible();
  await expect(help.locator('blockquote')).toContainText('What someone said');
  await context.close();
});
