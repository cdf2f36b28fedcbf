// Two moderators and readers, in a browser each.
import type { Page } from '@playwright/test';
import { commentOf } from '../support/browser/users.ts';
import { appeal, expect, open, report, rowOf, test } from '../support/browser/moderation.ts';

/** Half of the server’s heartbeat, which would make up for a live message that was not sent. */
const AT_ONCE = { timeout: 10_000 };

/** Opens a decision on a case's page by its key. */
async function choose(page: Page, letter: string) {
  await page.locator('body').press(letter);
}
const decided = (page: Page) => page.getByRole('status');

test('a new account’s report reaches both queues at once, a lease is shown, and of two simultaneous decisions one wins', async ({
  publish,
  user,
  staff,
  site,
}) => {
  const { slug } = await publish();
  const [mary, ivan] = [await staff('mary'), await staff('ivan')];
  const [grace, mallory] = [await user('grace'), await user('mallory')];
  const comment = await mallory.post(slug, 'Cheap watches, today only.');
  const reading = await grace.read(slug);
  const [marys, ivans] = [await open(mary, '/moderation'), await open(ivan, '/moderation')];

  // The queue may have cases of other tests, so it is one more than before.
  const waiting = async (queue: Page) =>
    Number(
      /(\d+) waiting/.exec(await queue.getByRole('navigation', { name: 'Account' }).innerText())?.[1] ?? 0,
    );
  const before = await waiting(marys);
  await report(grace, comment);
  for (const queue of [marys, ivans]) {
    await expect(rowOf(queue, mallory.name)).toBeVisible(AT_ONCE);
    await expect.poll(() => waiting(queue)).toBe(before + 1);
  }

  const link = rowOf(marys, mallory.name).getByRole('link').first();
  await marys.locator('body').press('j');
  await expect(async () => {
    if (!(await link.evaluate((it) => it === document.activeElement))) await marys.keyboard.press('j');
    await expect(link).toBeFocused({ timeout: 200 });
  }).toPass();
  await marys.keyboard.press('o');
  await expect(marys.getByRole('heading', { level: 1 })).toContainText(mallory.name);
  await expect(rowOf(ivans, mallory.name)).toContainText(`open: ${mary.name}`, AT_ONCE);
  await rowOf(ivans, mallory.name).getByRole('link').first().click();
  await expect(ivans.getByText('has this case open')).toContainText(mary.name);

  await choose(marys, 'r');
  await choose(ivans, 'a');
  await Promise.all([
    marys.getByRole('button', { name: 'Remove', exact: true }).press('Enter'),
    ivans.getByRole('button', { name: 'Keep', exact: true }).press('Enter'),
  ]);
  const changed = 'This case was changed';
  await expect(decided(marys).or(marys.getByText(changed)).first()).toBeVisible();
  await expect(decided(ivans).or(ivans.getByText(changed)).first()).toBeVisible();
  const lost = [await marys.getByText(changed).count(), await ivans.getByText(changed).count()];
  expect(lost[0]! + lost[1]!).toBe(1);
  const [rows] = await site.sql(
    `SELECT count(*)::int AS n FROM ledger WHERE place LIKE $1 AND kind IN ('keep', 'remove')`,
    [`%${comment.id}`],
  );
  expect(rows!['n']).toBe(1);
  // The moderator who lost sees the current state, and so does the reader.
  const [loser, says] = lost[0] === 1 ? [marys, 'kept a comment'] : [ivans, 'removed a comment'];
  await expect(loser.getByText('· decided')).toBeVisible();
  await expect(loser.getByText(says)).toBeVisible();
  await expect(commentOf(reading, comment)).toHaveCount(lost[0]!);
});

test('a removed comment leaves the page at once; its author reads why, appeals, and another moderator restores it', async ({
  publish,
  user,
  trusted,
  staff,
}) => {
  const { slug } = await publish();
  const [mary, ivan] = [await staff('mary'), await staff('ivan')];
  const [grace, mallory] = [await trusted('grace'), await user('mallory')];
  const comment = await mallory.post(slug, 'Hear me out, all of you.');
  // Before the report, because replies to reported comments have to wait.
  const answer = await grace.post(slug, 'I do.', comment.id);
  await report(grace, comment, 'personal_attack', 'Shouts at everybody.');
  const reading = await grace.read(slug);
  const inbox = await open(mallory, '/notices');

  const marys = await open(mary, '/moderation');
  await rowOf(marys, mallory.name).getByRole('link').first().click();
  await expect(marys.getByText('Shouts at everybody.')).toBeVisible();
  await choose(marys, 'r');
  await marys
    .locator('[data-decision=remove]')
    .getByLabel('Message to the author')
    .fill('Argue with what was said.');
  await marys.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(commentOf(reading, comment)).toContainText('Removed by a moderator', AT_ONCE);
  await expect(commentOf(reading, comment)).not.toContainText('Hear me out');
  await expect(commentOf(reading, answer)).toContainText('I do.');

  await inbox.getByRole('button', { name: /new notice/ }).click(AT_ONCE);
  const notice = inbox.getByRole('article').filter({ hasText: 'removed your comment' });
  await expect(notice).toContainText('Personal attack');
  await expect(notice).toContainText('Argue with what was said.');
  await appeal(inbox, 'I shouted at nobody: read it again.');

  // The first moderator sees the appeal but can't decide it.
  await marys.goto('/moderation?filter=appeals');
  await rowOf(marys, mallory.name).getByRole('link').first().click();
  await expect(marys.getByText('Another moderator must decide the appeal')).toBeVisible();

  const ivans = await open(ivan, '/moderation?filter=appeals');
  await rowOf(ivans, mallory.name).getByRole('link').first().click();
  await ivans.getByLabel('Overturn the decision').check();
  await ivans.getByRole('button', { name: 'Decide the appeal' }).click();
  await expect(decided(ivans)).toContainText('overturned');
  await expect(commentOf(reading, comment)).toContainText('Hear me out', AT_ONCE);
  await inbox.reload();
  await expect(inbox.getByRole('article').first()).toContainText('overturned the decision');
});

test('the queue doesn’t move under the pointer: new cases wait, decided ones stay until it leaves', async ({
  publish,
  user,
  trusted,
  staff,
}) => {
  const { slug } = await publish();
  const [mary, grace] = [await staff('mary'), await trusted('grace')];
  const [first, second] = [await user('mallory'), await user('trent')];
  await report(grace, await first.post(slug, 'The first of two.'));
  const queue = await open(mary, '/moderation');
  const row = rowOf(queue, first.name);
  await row.hover();
  const before = await row.boundingBox();
  await report(grace, await second.post(slug, 'The second of two.'));
  await expect(queue.getByRole('button', { name: '1 new case' })).toBeVisible(AT_ONCE);
  expect(await row.boundingBox()).toEqual(before);
  await expect(rowOf(queue, second.name)).toHaveCount(0);
  await queue.mouse.move(5, 5);
  await expect(rowOf(queue, second.name)).toBeVisible();
});

test('many cases are decided at once and undone within ten seconds', async ({
  publish,
  user,
  trusted,
  staff,
}) => {
  const { slug } = await publish();
  const [mary, grace, mallory] = [await staff('mary'), await trusted('grace'), await user('mallory')];
  const comments = [await mallory.post(slug, 'Spam, part one.'), await mallory.post(slug, 'Spam, part two.')];
  for (const comment of comments) await report(grace, comment);
  const queue = await open(mary, '/moderation');
  for (const box of await rowOf(queue, mallory.name).getByRole('checkbox').all()) await box.check();
  await expect(queue.getByText('2 selected')).toBeVisible();
  await queue.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(queue.getByText('Decided: 2 cases.')).toBeVisible();
  await expect(rowOf(queue, mallory.name)).toHaveCount(0);
  await queue.locator('body').press('u');
  await expect(queue.getByText('Decision undone.')).toBeVisible();
  await expect(rowOf(queue, mallory.name)).toHaveCount(2);
});

test('a decision repeated after a lost response is applied once', async ({ reported, staff, site }) => {
  const mary = await staff('mary');
  const { comment, mallory } = await reported('Said into the void.');
  const page = await open(mary, '/moderation');
  await rowOf(page, mallory.name).getByRole('link').first().click();
  await choose(page, 'a');
  // The server decides, but the response is lost.
  await page.route(/\?\/decide/, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(page.getByText('No response.')).toBeVisible();
  await page.unroute(/\?\/decide/);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(decided(page)).toContainText('You kept a comment');
  const [rows] = await site.sql(`SELECT count(*)::int AS n FROM ledger WHERE place LIKE $1`, [
    `%${comment.id}`,
  ]);
  expect(rows!['n']).toBe(1);
});
