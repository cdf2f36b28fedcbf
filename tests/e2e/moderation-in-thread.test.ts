// Moderators decide where they read: in the thread.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import { expect, open, rowOf, test } from '../support/browser/moderation.ts';
import { commentOf } from '../support/browser/users.ts';

/** Half of the server’s heartbeat, which would make up for a live message that was not sent. */
const AT_ONCE = { timeout: 10_000 };
const buttonAt = (page: Page, comment: CommentView) =>
  commentOf(page, comment).getByRole('button', { name: 'Moderate', includeHidden: true });

/** Unfolds the form of one decision in the open dialog or page, and returns it. */
async function unfold(page: Page, kind: string) {
  const form = page.locator(`[data-decision=${kind}]`);
  await form.locator('summary').click();
  return form;
}

async function decide(page: Page, comment: CommentView, kind: string, name: string) {
  await buttonAt(page, comment).click();
  const form = await unfold(page, kind);
  await form.getByRole('button', { name, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

test('on a phone a moderator holds, removes, warns and locks from the comment; others see it live', async ({
  publish,
  user,
  staff,
}) => {
  const { slug } = await publish();
  const [mary, ivan] = [await staff('mary'), await staff('ivan')];
  const [mallory, grace] = [await user('mallory'), await user('grace')];
  const held = await mallory.post(slug, 'Hold this one.');
  const rude = await mallory.post(slug, 'Remove this one.');
  const heated = await mallory.post(slug, 'Lock this one.');
  const [marys, first] = [await mary.read(slug), await grace.read(slug)];
  const queue = await open(ivan, '/moderation');
  await marys.setViewportSize({ width: 390, height: 780 });
  await expect(buttonAt(first, held)).toBeHidden();

  await buttonAt(marys, held).click();
  const dialog = marys.getByRole('dialog', { name: `Moderate ${mallory.name}’s comment` });
  await expect(dialog).toContainText('Hold this one.');
  const hold = await unfold(marys, 'hold');
  const { violations } = await new AxeBuilder({ page: marys })
    .setLegacyMode(true)
    .include('dialog')
    .analyze();
  expect(violations).toEqual([]);
  await hold.getByLabel('Reason').selectOption('heated');
  await hold.getByRole('button', { name: 'Hold', exact: true }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(marys.getByText('You hid a comment for review.')).toBeVisible();
  await expect(marys.getByRole('button', { name: /^Undo/ })).toBeFocused();
  await expect(rowOf(queue, mallory.name)).toBeVisible(AT_ONCE);
  await expect(commentOf(first, held)).toHaveCount(0, AT_ONCE);
  await marys.getByRole('button', { name: /^Undo/ }).click();
  await expect(marys.getByText('Decision undone.')).toBeVisible();
  await expect(rowOf(queue, mallory.name)).toHaveCount(0);
  const graces = await grace.read(slug);
  await expect(commentOf(graces, held)).toContainText('Hold this one.');

  await decide(marys, rude, 'remove', 'Remove');
  await expect(commentOf(graces, rude)).toHaveCount(0, AT_ONCE);
  await decide(marys, heated, 'warn', 'Warn the author');
  await decide(marys, heated, 'lock', 'Lock');
  await expect(commentOf(graces, heated)).toContainText('Closed to replies', AT_ONCE);
  expect(await marys.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expect(queue.getByRole('list', { name: 'Cases' }).getByText(mallory.name)).toHaveCount(0);
});

test('a moderator whose dialog is behind sees what happened, and decides on the text as it is now', async ({
  publish,
  user,
  staff,
}) => {
  const { slug } = await publish();
  const [mary, mallory] = [await staff('mary'), await user('mallory')];
  const comment = await mallory.post(slug, 'The first text.');
  const page = await mary.read(slug);
  await buttonAt(page, comment).click();
  const remove = await unfold(page, 'remove');
  await mallory.request('PATCH', `/comments/${comment.id}`, { body: 'The second text.', version: 1 });
  await remove.getByRole('button', { name: 'Remove', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('was changed in the meantime');
  await expect(dialog).toContainText('The second text.');
  await (await unfold(page, 'remove')).getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('You removed a comment.')).toBeVisible();
  await expect(dialog).toBeHidden();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a moderator decides from the thread and undoes it; readers have no button and no page', async ({
    publish,
    user,
    staff,
    browser,
  }) => {
    const { slug } = await publish();
    const [mary, mallory] = [await staff('mary'), await user('mallory')];
    const comment = await mallory.post(slug, 'Nobody needs a script to be rude.');
    const pageOf = async ({ context }: typeof mary) => {
      const storageState = await context.storageState();
      return (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
    };
    const page = await pageOf(mary);
    await page.goto(`/v/${slug}`);
    await buttonAt(page, comment).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(mallory.name);
    await expect(page.getByRole('main')).toContainText('Nobody needs a script');
    const remove = await unfold(page, 'remove');
    await remove.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('You removed a comment.')).toBeVisible();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(page.getByText('Decision undone.')).toBeVisible();
    for (const [kind, name] of [
      ['warn', 'Warn the author'],
      ['lock', 'Lock'],
      ['hold', 'Hold'],
    ] as const) {
      await (await unfold(page, kind)).getByRole('button', { name, exact: true }).click();
      await expect(page.getByText(/^You (warned|locked|hid) /)).toBeVisible();
    }
    const other = await pageOf(await user('grace'));
    const { status } = await other.goto(page.url()).then((response) => ({ status: response?.status() }));
    expect(status).toBe(403);
    await page.context().close();
    await other.context().close();
  });
});
