// What is new to a reader who returns.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { POSITIONS_KEY } from '#lib/discussion/whats-new/local-positions.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import type { CommentView } from '#lib/live/events.ts';
import { PASSWORD } from '../support/cast.ts';
import { BrowserUser, commentOf, expect, saying, stateOf, test } from '../support/browser/users.ts';

const FIXTURE = 'src/lib/verdicts/fixtures/autopsy-page.txt';

const bar = (page: Page) => page.getByRole('region', { name: 'Since your last visit' });
/** The same without scripts. */
const news = (page: Page) => page.getByRole('region', { name: 'New comments' });
const marks = (page: Page) => page.locator('#thread article:has(> .who .new)');
const focused = (page: Page) => page.evaluate(() => document.activeElement!.id.slice('c-'.length));

/** Runs `act`, and waits until the reader's position is saved. */
async function savedBy(page: Page, act: () => Promise<unknown>) {
  const saved = page.waitForResponse((response) => response.url().endsWith('/read'));
  await act();
  expect((await saved).status()).toBe(204);
}

test('a reader who returns finds exactly what is new, in reading order, and their other device agrees', async ({
  publish,
  user,
  newContext,
  browser,
  site,
}) => {
  const { slug, title } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const roots = [];
  for (const text of ['One.', 'Two.', 'Three.']) roots.push(await grace.post(slug, text));
  // From here on the browser is known to run scripts, and gets the page for everyone.
  const first = await ada.context.newPage();
  await first.goto('/');
  await savedBy(first, () => first.goto(`/v/${slug}`));
  await expect(marks(first)).toHaveCount(0);
  await expect(bar(first)).toHaveCount(0);
  await first.close();

  // Ten in each of three branches; of one branch, the page shows ten of twelve replies.
  const own = await ada.post(slug, 'My own.', roots[0]!.id);
  const written = new Map<string, CommentView[]>();
  for (const root of roots) {
    const below: CommentView[] = [];
    for (let i = 1; i <= 10; i++)
      below.push(await grace.post(slug, `Reply ${i} to ${root.body}`, i % 2 ? root.id : below.at(-1)!.id));
    written.set(root.id, below);
  }
  const [a, , c] = [...written.values()];
  await grace.request('PATCH', `/comments/${a![0]!.id}`, { body: 'Edited.', version: 1 });
  await grace.request('PATCH', `/comments/${roots[1]!.id}`, { body: 'Two, edited.', version: 1 });
  await grace.request('DELETE', `/comments/${c![9]!.id}`);
  const expected = roots
    .toReversed()
    .flatMap(({ id }) => written.get(id)!)
    .map(({ id }) => id)
    .filter((id) => id !== c![9]!.id);

  const front = await ada.context.newPage();
  await front.goto('/');
  const card = front
    .getByRole('article')
    .filter({ has: front.getByRole('link', { name: title, exact: true }) });
  await expect(card.getByRole('link', { name: '29 new' })).toBeVisible();
  await front.getByRole('link', { name: 'Where I took part' }).click();
  await expect(card.getByRole('link', { name: '29 new' })).toBeVisible();
  await front.close();

  // Opening the page doesn't count as reading.
  const plainContext = await browser.newContext({ javaScriptEnabled: false, baseURL: site.url });
  const plainAda = new BrowserUser(ada.name, plainContext, site.url);
  await plainAda.request('POST', '/session', { username: ada.name, password: PASSWORD });
  const plain = await plainContext.newPage();
  await plain.goto('/');
  await expect(plain.getByRole('link', { name: '29 new' })).toBeVisible();
  for (let visit = 0; visit < 2; visit++) {
    await plain.goto(`/v/${slug}`);
    await expect(news(plain)).toContainText(/29 new since \d\d:\d\d/);
  }
  await news(plain).getByRole('link', { name: 'First new comment' }).click();
  await expect(commentOf(plain, { id: expected[0]! })).toBeInViewport();
  await commentOf(plain, { id: expected[0]! }).getByRole('link', { name: 'Next new' }).click();
  await expect(plain).toHaveURL(new RegExp(`#c-${expected[1]}$`));

  const page = await ada.read(slug);
  await expect(bar(page)).toContainText(/29 new since \d\d:\d\d/);
  await expect(commentOf(page, own).locator('.new')).toHaveCount(0);
  await expect(commentOf(page, roots[1]!).locator('.new')).toHaveCount(0);
  const visited: string[] = [];
  for (let i = 0; i < expected.length; i++) {
    await page.keyboard.press('n');
    await expect(page.getByText(`${i + 1} of 29`)).toBeAttached();
    visited.push(await focused(page));
  }
  expect(visited).toEqual(expected);
  await page.keyboard.press('p');
  await expect(commentOf(page, { id: expected.at(-2)! })).toBeFocused();
  await expect(marks(page)).toHaveCount(29);

  const left = async () => (await ada.request<VerdictMine>('GET', `/verdicts/${slug}/mine`)).read!.count;
  await expect.poll(left).toBe(0);
  const second = new BrowserUser(ada.name, await newContext(), site.url);
  await second.request('POST', '/session', { username: ada.name, password: PASSWORD });
  const device = await second.read(slug);
  await expect(device.getByRole('link', { name: 'Withdraw' })).toBeVisible();
  await expect(marks(device)).toHaveCount(0);

  await plain.goto(`/v/${slug}`);
  await expect(marks(plain)).toHaveCount(0);

  // What arrives is new until it is on the screen.
  await device.keyboard.press('Home');
  await grace.post(slug, 'While both are open.');
  await expect(bar(device)).toContainText(/\b1 new/);
  await device.getByRole('button', { name: '1 new comment' }).click();
  await expect(saying(device, 'While both are open.')).toBeInViewport();
  await expect(bar(device)).toHaveCount(0);
  await expect(stateOf(device)).toHaveText('Live');

  const last = await grace.post(slug, 'The last word.');
  await plain.goto(`/v/${slug}`);
  await expect(commentOf(plain, last).locator('.new')).toBeVisible();
  await plain.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(plain.locator('#discussion')).toBeInViewport();
  await expect(marks(plain)).toHaveCount(0);
  await plainContext.close();
});

test('a reader without an account who returns finds what is new, and where they stopped; ? shows the keys', async ({
  publish,
  user,
  visitor,
}) => {
  const source = (await readFile(FIXTURE, 'utf8')).replace(
    /The lantern clause[^\n]*/,
    'Returning without an account',
  );
  const { slug, title, sections } = await publish(source);
  const [guest, grace] = [await visitor(), await user('grace')];
  const first = await guest.read(slug);
  await first.waitForFunction((key) => localStorage.getItem(key) !== null, POSITIONS_KEY);
  await first.locator(`[id="s-${sections[3]!.id}"]`).evaluate((section) => section.scrollIntoView());
  const stopped = await first.waitForFunction((key) => {
    const [position] = JSON.parse(localStorage.getItem(key)!) as { section: string | null }[];
    return position?.section;
  }, POSITIONS_KEY);
  const section = await stopped.jsonValue();
  await first.close();
  const fresh = await grace.post(slug, 'While the guest was away.');

  const page = await guest.context.newPage();
  await page.goto('/');
  const card = page.getByRole('article').filter({ has: page.getByRole('link', { name: title }) });
  await expect(card.getByRole('link', { name: '1 new' })).toBeVisible();
  await page.goto(`/v/${slug}`);
  await expect(bar(page)).toContainText('1 new since');
  await page.keyboard.press('n');
  await expect(commentOf(page, fresh)).toBeFocused();
  await bar(page).getByRole('link', { name: 'Continue at' }).click();
  await expect(page).toHaveURL(new RegExp(`#${section}$`));
  await expect(bar(page).getByRole('link')).toHaveCount(0);

  const text = page.getByLabel('Your comment');
  await text.pressSequentially('np?');
  await expect(text).toHaveValue('np?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await bar(page).getByRole('button', { name: 'Mark all as read' }).click();
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('next new comment');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(stateOf(page)).toHaveText('Live');
  await expect(marks(page)).toHaveCount(0);
});
