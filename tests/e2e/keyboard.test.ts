// Reading, commenting and voting by keyboard alone; the focus is never lost.
import type { Locator, Page } from '@playwright/test';
import { commentOf, expect, saying, test } from '../support/browser/users.ts';

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator, key = 'Tab') {
  for (let stops = 0; stops < 300; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

/** The focused element was removed, so the next Tab would begin at the top of the page. */
async function expectFocus(page: Page) {
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false);
}

test('the skip link leads past the header, and Tab then leads to the composer', async ({ publish, user }) => {
  const { slug } = await publish();
  const page = await (await user('ada')).read(slug);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await tabTo(page, page.getByLabel('Your comment'));
});

test('writing, replying, editing and withdrawing keep the focus nearby', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Answer me.');
  const page = await ada.read(slug);
  await tabTo(page, page.getByLabel('Your comment'));
  await page.keyboard.type('By hand.');
  await page.keyboard.press('Control+Enter');
  await expect(saying(page, 'By hand.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(page.getByLabel('Your comment')).toBeFocused();

  await tabTo(page, commentOf(page, theirs).getByRole('link', { name: 'Reply' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(`Reply to ${grace.name}`)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(commentOf(page, theirs)).toBeFocused();
  await tabTo(page, commentOf(page, theirs).getByRole('link', { name: 'Reply' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('Answered.');
  await page.keyboard.press('Control+Enter');
  const answer = saying(page, 'Answered.');
  await expect(answer.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(answer).toBeFocused();

  await tabTo(page, answer.getByRole('link', { name: 'Edit' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Answered better.');
  await page.keyboard.press('Control+Enter');
  await expect(saying(page, 'Answered better.')).toBeFocused();

  await tabTo(page, saying(page, 'Answered better.').getByRole('link', { name: 'Withdraw' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Keep comment' }));
  await page.keyboard.press('Enter');
  await expect(saying(page, 'Answered better.')).toBeFocused();
  await tabTo(page, saying(page, 'Answered better.').getByRole('link', { name: 'Withdraw' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Withdraw comment' }));
  await page.keyboard.press('Enter');
  await expect(saying(page, 'Answered better.')).toHaveCount(0);
  await expect(commentOf(page, theirs)).toBeFocused();
});

test('on a phone, the question before a long comment is withdrawn is in view and focused', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const long = await ada.post(slug, Array(40).fill('One more line.').join('\n\n'));
  const page = await ada.read(slug);
  await page.setViewportSize({ width: 390, height: 640 });
  const link = commentOf(page, long).getByRole('link', { name: 'Withdraw' });
  // Its actions are at the window's lower edge.
  await link.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await link.press('Enter');
  await expect(page.locator(`[id="withdraw-${long.id}"]`)).toBeFocused();
  await expect(page.getByRole('link', { name: 'Keep comment' })).toBeInViewport({ ratio: 1 });
});

test('voting, rating and collapsing keep the focus on their buttons', async ({ publish, user }) => {
  const { slug, claims } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Rate me.');
  await grace.post(slug, 'And a reply.', theirs.id);
  const page = await ada.read(slug);
  const agree = page.locator(`[id="claim-${claims[0]!.id}"]`).getByRole('button').first();
  await tabTo(page, agree);
  await page.keyboard.press('Enter');
  await expect(agree).toHaveAttribute('aria-pressed', 'true');
  await expect(agree).toBeFocused();
  const helpful = commentOf(page, theirs).getByRole('button', { name: /^Helpful/ });
  await tabTo(page, helpful);
  await page.keyboard.press('Space');
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');
  await expect(helpful).toBeFocused();
  const fold = commentOf(page, theirs).getByRole('button', { name: /the thread$/ });
  await tabTo(page, fold, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  for (const text of ['Rate me.', 'And a reply.']) await expect(page.getByText(text)).toBeHidden();
  await expect(fold).toBeFocused();
});

test('loading more or new comments moves the focus to them', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const root = await grace.post(slug, 'The oldest.');
  for (let i = 1; i <= 12; i++) await grace.post(slug, `Reply ${i}.`, root.id);
  for (let i = 1; i <= 50; i++) await grace.post(slug, `Number ${i}.`);
  const page = await ada.read(slug);
  const more = page.getByRole('link', { name: 'More comments' });
  await tabTo(page, more, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(commentOf(page, root)).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: /more replies$/ }));
  await page.keyboard.press('Enter');
  await expect(saying(page, 'Reply 11.')).toBeFocused();

  await page.getByLabel('Your comment').focus();
  await grace.post(slug, 'Just now.');
  await tabTo(page, page.getByRole('button', { name: '1 new comment' }));
  await page.keyboard.press('Enter');
  await expect(saying(page, 'Just now.')).toBeFocused();
});

test('retrying or editing a failed comment keeps the focus', async ({ publish, user }) => {
  const { slug } = await publish();
  const page = await (await user('ada')).read(slug);
  await page.route('**/comments', (route) => route.abort(), { times: 2 });
  await page.getByLabel('Your comment').focus();
  await page.keyboard.type('Again.');
  await page.keyboard.press('Control+Enter');
  await tabTo(page, page.getByRole('button', { name: 'Try again' }));
  await page.keyboard.press('Enter');
  await expectFocus(page);
  await tabTo(page, page.getByRole('button', { name: 'Back to the draft' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your comment')).toBeFocused();
  await expect(page.getByLabel('Your comment')).toHaveValue('Again.');
});
