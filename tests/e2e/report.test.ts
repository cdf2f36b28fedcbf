// Reporting, and the wait before replies to reported comments.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import type { Site } from '../support/site.ts';
import { commentOf, expect, test, type BrowserUser } from '../support/browser/users.ts';

/** Only reports that count slow replies down. Trust takes days; moderators have it at once. */
const trust = (site: Site, { name }: BrowserUser) => site.setRole(name, 'moderator');

/** Restricts an account from everything; `restrictAccount` would also end its sessions. */
async function bar(site: Site, { name }: BrowserUser) {
  await site.sql(
    `WITH decided AS (INSERT INTO decisions (id, kind, subject_id, place)
       SELECT gen_random_uuid(), 'restrict', id, '/u/' FROM users WHERE username = $1 RETURNING id, subject_id)
     INSERT INTO restrictions (id, user_id, scope, reason, decision_id)
     SELECT gen_random_uuid(), subject_id, 'everything', 'spam', id FROM decided`,
    [name],
  );
}
const buttonAt = (page: Page, comment: CommentView) =>
  commentOf(page, comment).getByRole('button', { name: 'Report', includeHidden: true });

test('a report is made in the dialog by keyboard, and readers who are replying see the wait begin', async ({
  site,
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [mallory, ada, grace] = [await user('mallory'), await user('ada'), await user('grace')];
  await trust(site, ada);
  const comment = await mallory.post(slug, 'Buy my book.');

  const replying = await grace.read(slug);
  await commentOf(replying, comment).getByRole('link', { name: 'Reply' }).click();
  const composer = replying.getByRole('textbox', { name: `Reply to ${mallory.name}` });
  await composer.fill('I would rather not.');

  const page = await ada.read(slug);
  const link = commentOf(page, comment).getByRole('button', { name: 'Report' });
  await link.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Report ${mallory.name}’s comment` });
  await expect(dialog).toBeVisible();
  expect((await new AxeBuilder({ page }).setLegacyMode(true).include('dialog').analyze()).violations).toEqual(
    [],
  );
  await dialog.getByRole('radio', { name: 'Something else' }).check();
  await dialog.getByRole('textbox', { name: 'What is the problem?' }).fill('It sells something.');
  await dialog.getByRole('button', { name: 'Report' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('A moderator will review it')).toBeVisible();
  await expect(link).toBeFocused();

  await expect(replying.getByRole('timer')).toHaveText(/^[23]:\d\d$/);
  await composer.press('Control+Enter');
  await expect(replying.getByRole('alert')).toHaveText('You can’t reply here yet. Your text is saved.');
  await expect(composer).toHaveValue('I would rather not.');

  await link.click();
  await dialog.getByRole('radio', { name: 'Spam' }).check();
  await dialog.getByRole('button', { name: 'Report' }).click();
  await expect(dialog.getByRole('alert')).toContainText('You have already reported this comment.');
});

test('only readers who can report see the button, and the report page says why the others can’t', async ({
  site,
  publish,
  user,
  visitor,
}) => {
  const { slug } = await publish();
  const [mallory, barred] = [await user('mallory'), await user('barred')];
  const comment = await mallory.post(slug, 'Buy my book.');
  await bar(site, barred);
  const page = await (await visitor()).context.newPage();
  await page.goto(`/v/${slug}`);
  await expect(buttonAt(page, comment)).toHaveCount(1);
  await expect(buttonAt(page, comment)).toBeHidden();
  await expect(buttonAt(await mallory.read(slug), comment)).toBeHidden();
  await expect(buttonAt(await barred.read(slug), comment)).toBeHidden();
  const address = `/v/${slug}/report/${comment.id}`;
  for (const [who, words] of [
    [{ context: page.context() }, 'Sign in'],
    [barred, 'You can’t report here permanently.'],
    [mallory, 'your own comment'],
  ] as const) {
    const reading = await who.context.newPage();
    await reading.goto(address);
    await expect(reading.getByRole('main')).toContainText(words);
    await expect(reading.getByRole('radio')).toHaveCount(0);
  }
});

test('reports of nine new accounts leave a comment where it is, open to replies', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const mallory = await user('mallory');
  const comment = await mallory.post(slug, 'An unpopular opinion.');
  const reading = await mallory.read(slug);
  let last = mallory;
  for (let n = 1; n <= 9; n++) {
    last = await user('fresh');
    await last.request('POST', `/comments/${comment.id}/reports`, { reason: 'hate' });
  }
  const reply = await last.post(slug, 'I disagree.', comment.id);
  await expect(commentOf(reading, reply)).toContainText('I disagree.');
  await expect(commentOf(reading, comment)).toContainText('An unpopular opinion.');
});

test('without JavaScript a restricted reader has no button for reports either', async ({
  site,
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const [mallory, barred] = [await user('mallory'), await user('barred')];
  const comment = await mallory.post(slug, 'Buy my book.');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await barred.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`/v/${slug}`);
  await expect(buttonAt(page, comment)).toBeVisible();
  await bar(site, barred);
  await page.reload();
  await expect(buttonAt(page, comment)).toBeHidden();
  await context.close();
});

test('without JavaScript a report has a page that keeps typed text, where it is withdrawn too', async ({
  site,
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const [mallory, ada] = [await user('mallory'), await user('ada')];
  await trust(site, ada);
  const comment = await mallory.post(slug, 'Buy my book.');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`/v/${slug}`);
  await commentOf(page, comment).getByRole('button', { name: 'Report' }).click();
  await page.getByRole('radio', { name: 'Something else' }).check();
  await page.getByRole('button', { name: 'Report' }).click();
  await expect(page.getByText('Say in a few words what is wrong.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Something else' })).toBeChecked();
  await page.getByRole('radio', { name: 'Spam' }).check();
  await page.getByRole('button', { name: 'Report' }).click();
  await expect(page.getByText('A moderator will review it')).toBeVisible();

  await page.goto(`/v/${slug}/report/${comment.id}`);
  await expect(page.getByRole('main')).toContainText('You reported this');
  await page.getByRole('button', { name: 'Withdraw report' }).click();
  await page.goto(`/v/${slug}/report/${comment.id}`);
  await expect(page.getByRole('button', { name: 'Report', exact: true })).toBeVisible();
  await context.close();
});

test('only a profile’s owner sees what the next trust level requires', async ({ user }) => {
  const [mallory, grace] = [await user('mallory'), await user('grace')];
  for (const [who, listed] of [
    [mallory, true],
    [grace, false],
  ] as const) {
    const page = await who.context.newPage();
    await page.goto(`/u/${mallory.name}`);
    await expect(page.getByText('Trust level 0, new')).toBeVisible();
    await expect(page.getByText('2 more comments that stay')).toBeVisible({ visible: listed });
  }
});
