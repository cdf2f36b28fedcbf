// Above a long thread: what each side and both find best, without moving anything while someone reads.
import type { CommentView } from '#lib/live/events.ts';
import { expect, test } from '../support/browser/users.ts';

test('a long thread says where it stands, and changes without moving what is read', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { slug, claims } = await publish();
  const ada = await user('ada');
  const comments: CommentView[] = [];
  for (let n = 0; n < 32; n++) comments.push(await ada.post(slug, `Point ${n} of thirty.`));
  const score = (n: number, agree: number | null, disagree: number | null) =>
    site.sql('UPDATE comments SET agree_score = $1, disagree_score = $2 WHERE id = $3', [
      agree,
      disagree,
      comments[n]!.id,
    ]);
  await score(3, 0.9, null);
  await score(4, 0.7, 0.7);
  await score(5, null, 0.8);
  // What changes these scores on a site also changes the tally version.
  const vote = (stance: string) => ada.request('PUT', `/claims/${claims[0]!.id}/vote`, { stance });
  await vote('agree');

  const page = await (await visitor()).read(slug);
  const block = page.getByRole('region', { name: 'Where it stands' });
  await expect(block.locator('.body')).toHaveText([
    'Point 3 of thirty.',
    'Point 4 of thirty.',
    'Point 5 of thirty.',
  ]);
  const top = () => page.locator('#discussion').evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await ada.withdraw(comments[5]!);
  await expect(block.getByText('This comment was taken down.')).toBeVisible();

  await expect(block.locator('.by').last()).toBeEmpty();

  await score(6, null, 0.9);
  await score(7, null, 0.8);
  await vote('disagree');
  const latest = block.getByRole('button', { name: 'Show the latest' });
  // As a reader who returns to the tab, once the vote has arrived.
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(latest).toBeVisible({ timeout: 500 });
  }).toPass();
  // Less than half a pixel can’t be seen.
  expect(await top()).toBeCloseTo(before, 0);
  // Taken down since it was offered.
  await ada.withdraw(comments[6]!);
  await latest.click();
  await expect(block.getByText('Point 7 of thirty.')).toBeVisible();
  await expect(latest).toBeHidden();
  await block
    .getByRole('link', { name: /^Read the comment/ })
    .last()
    .click();
  await expect(page.locator('article.own').filter({ hasText: 'Point 7 of thirty.' })).toBeInViewport();
});
