// Mentions, and what a reader does with their notices.
import type { Page } from '@playwright/test';
import { commentOf, expect, test } from '../support/browser/users.ts';

const bell = (page: Page) => page.locator('header').getByRole('link', { name: /^Notices/ });

test('a name is completed by keyboard; the mention arrives live, is read by reading, and a block folds', async ({
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const own = await grace.post(slug, 'Who answers?');
  const atHome = await grace.context.newPage();
  await atHome.goto('/about');
  const page = await ada.read(slug);
  const text = page.getByLabel('Your comment');
  await text.click();
  await text.pressSequentially(`Look here, @${grace.name.slice(0, 3)}`);
  const names = page.getByRole('listbox', { name: 'People to mention' });
  await expect(names.getByRole('option', { name: grace.name })).toHaveAttribute('aria-selected', 'true');
  const box = (await text.boundingBox())!;
  expect((await names.boundingBox())!.y).toBeGreaterThan(box.y + box.height);
  await text.press('Escape');
  await expect(names).toHaveCount(0);
  await text.pressSequentially(grace.name.slice(3, 5));
  await expect(names).toBeVisible();
  await text.press('Enter');
  await expect(text).toHaveValue(`Look here, @${grace.name} `);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  const link = page.getByRole('article').getByRole('link', { name: `@${grace.name}` });
  await expect(link).toHaveAttribute('href', `/u/${grace.name}`);
  await expect(bell(atHome)).toHaveAccessibleName(/1 unread/);

  const theirs = await grace.read(slug);
  await theirs.getByText('Look here,').scrollIntoViewIfNeeded();
  await expect(bell(theirs)).not.toHaveAccessibleName(/unread/);
  await expect(bell(atHome)).not.toHaveAccessibleName(/unread/);

  await theirs.goto(`/following/person/${ada.name}`);
  await theirs.getByRole('button', { name: /^Block/ }).click();
  await expect(theirs.getByText(`You block ${ada.name} now.`)).toBeVisible();
  await theirs.goto(`/v/${slug}`);
  const folded = theirs.getByText('Comment by someone you blocked');
  await expect(folded).toBeVisible();
  await expect(theirs.getByText('Look here,')).toBeHidden();
  // Also what arrives live.
  await ada.post(slug, 'And once more.', own.id);
  await expect(folded).toHaveCount(2);
  await expect(theirs.getByText('And once more.')).toBeHidden();
  await commentOf(theirs, own).waitFor();
  await folded.first().click();
  await expect(theirs.getByText(/Look here,|And once more\./).first()).toBeVisible();
  await expect(bell(atHome)).not.toHaveAccessibleName(/unread/);

  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await grace.context.storageState(),
  });
  await plain.clearCookies({ name: 'scripts' });
  const without = await plain.newPage();
  await without.goto(`/v/${slug}`);
  await expect(without.getByText('Comment by someone you blocked')).toHaveCount(2);
  await expect(without.getByText('And once more.')).toBeHidden();
  await plain.close();
});
