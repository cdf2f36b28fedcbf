// Above a long thread: what each side and both find best, without moving anything while someone reads.
import type { CommentView } from '#lib/live/events.ts';
import { shiftOf, watchShifts } from '../support/browser/shifts.ts';
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

test('on an open page it appears outside the window, as do an author’s reply and the weakest link', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { id, slug, claims } = await publish();
  await site.sql("UPDATE verdicts SET created_at = now() - interval '2 days' WHERE id = $1", [id]);
  const ada = await user('ada');
  const comments: CommentView[] = [];
  for (let n = 0; n < 32; n++) comments.push(await ada.post(slug, `Point ${n} of thirty.`));
  const readers = await Promise.all(
    [14, 0].map(async (n) => {
      const reader = await visitor();
      await reader.context.addInitScript(watchShifts);
      const page = await reader.read(slug, '?sort=common-ground');
      await page.setViewportSize({ width: 1280, height: 400 });
      const reading = n === 0 ? page.locator('h1') : page.locator(`#c-${comments[n]!.id}`);
      await reading.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
      // As long as a scroll may go on.
      await page.waitForTimeout(500);
      return { page, reading, box: await reading.boundingBox(), before: (await shiftOf(page)).sum };
    }),
  );
  const [, claim] = claims;
  await site.sql('UPDATE comments SET agree_score = 0.9 WHERE id = $1', [comments[3]!.id]);
  await site.sql('UPDATE comments SET ground_score = 0.9 WHERE id = $1', [comments[5]!.id]);
  await site.sql(
    'UPDATE claims SET rejection = 0.5, rejection_headline = (SELECT headline_id FROM verdicts WHERE id = $1) WHERE id = $2',
    [id, claim!.id],
  );
  await site.sql(
    `INSERT INTO authorships (id, verdict_id, user_id, state, requested_at)
     SELECT gen_random_uuid(), verdict_id, author_id, 'approved', now() FROM comments WHERE id = $1`,
    [comments[3]!.id],
  );
  const mark = (marked: boolean) =>
    ada.request('PUT', `/comments/${comments[3]!.id}/author-reply`, { marked });
  await mark(true);
  await ada.request('PUT', `/claims/${claims.at(-1)!.id}/vote`, { stance: 'agree' });

  for (const { page, reading, box, before } of readers) {
    const reply = page.getByRole('complementary', { name: 'The author’s reply' });
    await expect(reply).toContainText('Point 3 of thirty.');
    await expect(async () => {
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await expect(page.locator('.stands .body')).toHaveText('Point 3 of thirty.', { timeout: 500 });
    }).toPass();
    await expect(page.getByRole('button', { name: 'Show the new order' })).toBeVisible();
    expect(await reading.boundingBox()).toEqual(box);
    const shifts = await shiftOf(page);
    expect(shifts.sum, shifts.what).toBe(before);
  }
  // Its place, beside the title, is on the second reader’s screen.
  await expect(readers[0]!.page.locator('.weakest')).toHaveCount(1);
  await expect(readers[1]!.page.locator('.weakest')).toHaveCount(0);
  await mark(false);
  for (const { page, reading, box } of readers) {
    await expect(page.locator('.author-reply')).toHaveCount(0);
    expect(await reading.boundingBox()).toEqual(box);
  }
  const { page } = readers[0]!;
  await page.getByRole('button', { name: 'Show the new order' }).click();
  await expect(page.locator('#thread article').first()).toContainText('Point 5 of thirty.');
  await expect(page.locator('.stands, .weakest, .new-order')).toHaveCount(2);
});
