// Print, forced colours, a phone's header, and where the focus goes after signing in.
import type { Locator } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { PASSWORD } from '../support/cast.ts';
import { BrowserUser, commentOf, expect, test } from '../support/browser/users.ts';

const outlined = (control: Locator) =>
  control.evaluate((element: HTMLElement) => {
    element.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });

/** Whether an attribute changes what remains in forced colours. */
const shows = (control: Locator, attribute: string) =>
  control.evaluate((element, attribute) => {
    const look = () => {
      const { backgroundColor, color, outlineStyle, borderBottomWidth } = getComputedStyle(element);
      return [backgroundColor, color, outlineStyle, borderBottomWidth].join();
    };
    const value = element.getAttribute(attribute)!;
    const on = look();
    element.removeAttribute(attribute);
    const off = look();
    element.setAttribute(attribute, value);
    return on !== off;
  }, attribute);

test('in forced colours, focus, what is pressed and the current tab are visible', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const comment = await grace.post(slug, 'Rate me.');
  const page = await ada.read(slug);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const vote = page.getByRole('button', { name: /^Agree/ }).first();
  const rating = commentOf(page, comment).getByRole('button', { name: /^Helpful/ });
  for (const button of [vote, rating]) {
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    expect(await shows(button, 'aria-pressed')).toBe(true);
  }
  const tab = page.getByRole('navigation', { name: 'Order of comments' }).locator('[aria-current]');
  expect(await shows(tab, 'aria-current')).toBe(true);
  for (const control of [
    vote,
    rating,
    tab,
    page.getByLabel('Your comment'),
    commentOf(page, comment).getByRole('link', { name: 'Reply' }),
    page.getByRole('link', { name: 'About' }).first(),
  ])
    expect(await outlined(control), control.toString()).toBe(true);
  await page.goto('/about');
  expect(await shows(page.locator('header [aria-current]'), 'aria-current')).toBe(true);
});

test('print has the verdict and then whole comments, with addresses and without controls', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const said = await ada.post(slug, 'See [the data](https://example.org/data).');
  const answer = await ada.post(slug, 'And a reply below a fold.', said.id);
  const page = await ada.read(slug);
  await commentOf(page, said).getByRole('button', { name: 'Collapse the thread' }).click();
  await expect(commentOf(page, answer)).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  for (const comment of [said, answer]) await expect(commentOf(page, comment)).toBeVisible();
  await expect(page.getByText('See the data')).toBeVisible();
  const link = page.getByRole('link', { name: 'the data' });
  expect(await link.evaluate((it) => getComputedStyle(it, '::after').content)).toContain(
    'https://example.org/data',
  );
  // The sides of a vote remain, because they show its figures.
  await expect(page.locator('button:not(.side)').filter({ visible: true })).toHaveCount(0);
  for (const role of ['textbox', 'navigation', 'combobox'] as const)
    await expect(page.getByRole(role)).toHaveCount(0);
  for (const name of ['Reply', 'Edit', 'Withdraw', 'Sign in to vote', 'Skip to content'])
    await expect(page.getByRole('link', { name })).toHaveCount(0);
  const top = async (place: Locator) => (await place.boundingBox())!.y;
  const claim = page.locator('#classification .split').filter({ visible: true }).first();
  await expect(claim).toContainText('Agree 0');
  expect(await top(commentOf(page, said))).toBeGreaterThan(await top(claim));
  // A PDF compresses its text, but not the number of its pages.
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
});

test('a phone’s header has every page of the site, one’s own name, and counts that cover no letter', async ({
  site,
  publish,
  user,
  newContext,
}) => {
  const { slug } = await publish();
  const name = `wolfeschlegelstein${randomUUID()}`.slice(0, 24);
  const wolf = await new BrowserUser(name, await newContext(), site.url).signUp();
  const comment = await wolf.post(slug, 'Answer me.');
  await (await user('grace')).post(slug, 'Here.', comment.id);
  await site.setRole(name, 'moderator');
  const page = await wolf.context.newPage();
  await page.setViewportSize({ width: 320, height: 600 });
  await page.goto('/');
  const header = page.getByRole('banner');
  for (const link of ['Verdicts', 'About', 'Feedback', /^Queue/, /^Notices.*1 unread/, name, 'Settings'])
    await expect(header.getByRole('link', { name: link })).toBeInViewport({ ratio: 1 });
  const gap = await header.getByRole('link', { name: /^Notices/ }).evaluate((link) => {
    const word = document.createRange();
    word.selectNode(link.firstChild!);
    return (
      word.getBoundingClientRect().top + 3 - link.querySelector('.count')!.getBoundingClientRect().bottom
    );
  });
  expect(gap).toBeGreaterThanOrEqual(0);
  await header.getByRole('link', { name: 'About' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('after signing up or in, the focus is where the reader came from, otherwise on the heading', async ({
  page,
  publish,
}) => {
  const { slug } = await publish();
  const name = `new-${randomUUID()}`.slice(0, 24);
  await page.goto(`/v/${slug}`);
  await page.getByLabel('Your comment').fill('Kept.');
  await page.getByRole('button', { name: 'Sign up to comment' }).click();
  await expect(page.getByRole('heading', { name: 'Sign up' })).toBeFocused();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(/\/v\//);
  await expect(page.getByLabel('Your comment')).toBeFocused();
  await expect(page.getByLabel('Your comment')).toHaveValue('Kept.');
  await page.goto('/sign-out');
  await page.getByRole('button', { name: /^Sign out/ }).click();
  await page.goto('/sign-in');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});
