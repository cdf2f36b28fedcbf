// A comment's further options, and what a reader has kept and done.
import { commentOf, expect, test } from '../support/browser/users.ts';

test('a comment’s options open in place, without scripts on their own page, and are for readers who see it', async ({
  publish,
  user,
  visitor,
  browser,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const comment = await grace.post(slug, 'Worth keeping.');
  const page = await ada.read(slug);
  const more = commentOf(page, comment).getByRole('button', { name: 'More' });
  await more.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Bookmark' }).click();
  await expect(dialog.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  expect(new URL(page.url()).pathname).toBe(`/v/${slug}`);

  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/v/${slug}`);
  await commentOf(plain, comment).getByRole('button', { name: 'More' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Options for a comment');
  await plain.getByRole('button', { name: 'Remove bookmark' }).click();
  await expect(plain.getByText('The bookmark is removed.')).toBeVisible();
  await plain.getByRole('button', { name: 'Bookmark' }).click();
  await expect(plain.getByText('Bookmarked.')).toBeVisible();

  const address = `/v/${slug}/options?comment=${comment.id}`;
  const stranger = await (await visitor()).context.newPage();
  await stranger.goto(address);
  expect(new URL(stranger.url()).searchParams.get('to')).toBe(address);
  await grace.withdraw(comment);
  expect((await plain.goto(address))!.status()).toBe(404);
  await context.close();
});
