// Typed text survives a reload, a sign-up, a refused request and an edit elsewhere.
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { below, commentOf, expect, saying, test } from '../support/browser/users.ts';

const composer = (page: Page) => page.getByLabel('Your comment');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Blocks the live connection of a page that is not yet open. */
async function deafen(page: Page) {
  await page.routeWebSocket('**', (socket) => socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
}

test('drafts of a comment and of a reply survive a reload, and are cleared when sent', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const first = await ada.post(slug, 'Answer me.');
  const page = await ada.read(slug);
  await composer(page).fill('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${ada.name}`).fill('Half an answ');

  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue('Half an answ');

  await page.getByLabel(`Reply to ${ada.name}`).press('Control+Enter');
  await expect(saying(page, 'Half an answ').getByRole('link', { name: 'Edit' })).toBeVisible();
  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue('');
});

test('a draft written before sign-up is in the composer afterwards', async ({ publish, visitor }) => {
  const { slug } = await publish();
  const page = await (await visitor()).read(slug);
  await composer(page).fill('Wait until I have an account.');
  await press(page, 'Sign up to comment');
  await page.getByLabel('Name').fill('late-ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Create account');
  await expect(composer(page)).toHaveValue('Wait until I have an account.');
  await expect(composer(page)).toBeInViewport();
  await press(page, 'Comment');
  await expect(saying(page, 'Wait until I have an account.')).toBeVisible();
  await expect(composer(page)).toHaveValue('');
});

test('a reply to a comment that was withdrawn keeps its text and can become a top-level comment', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Soon gone.');
  const page = await ada.read(slug);
  await commentOf(page, theirs).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${grace.name}`).fill('I had something to say.');
  await grace.withdraw(theirs);
  await expect(commentOf(page, theirs)).toContainText('Withdrawn by its author.');
  await expect(page.getByText('This comment was removed.')).toBeVisible();
  await page.keyboard.type(' And I say it.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('was removed');
  await press(page, 'Back to the draft');
  await expect(composer(page)).toHaveValue('I had something to say. And I say it.');
  await press(page, 'Comment');
  await expect(
    saying(page, 'I had something to say. And I say it.').getByRole('link', { name: 'Edit' }),
  ).toBeVisible();
});

for (const how of ['by a live message', 'refused by the server'])
  test(`a conflicting edit shows the current text and keeps mine, ${how}`, async ({ publish, user }) => {
    const { slug } = await publish();
    const ada = await user('linus');
    const first = await ada.post(slug, 'First version.');
    const one = await ada.read(slug);
    const two = await ada.context.newPage();
    if (how !== 'by a live message') await deafen(two);
    await two.goto(`/v/${slug}`);
    await two.waitForLoadState('networkidle');
    for (const page of [one, two]) await commentOf(page, first).getByRole('link', { name: 'Edit' }).click();
    await one.getByLabel('Edit your comment').fill('From the first tab.');
    await two.getByLabel('Edit your comment').fill('From the second tab.');
    await one.getByLabel('Edit your comment').press('Control+Enter');
    await expect(commentOf(one, first)).toContainText('From the first tab.');

    if (how === 'by a live message')
      await expect(below(two, first).getByRole('status')).toContainText('changed');
    else {
      await two.getByLabel('Edit your comment').press('Control+Enter');
      await expect(below(two, first).getByRole('alert')).toContainText('changed');
    }
    await expect(below(two, first)).toContainText('From the first tab.');
    await expect(two.getByLabel('Edit your comment')).toHaveValue('From the second tab.');

    await two.getByLabel('Edit your comment').press('Control+Enter');
    await expect(commentOf(two, first)).toContainText('From the second tab.');
    await expect(commentOf(one, first)).toContainText('From the second tab.');
  });

test('without JavaScript a conflicting edit shows the current text and keeps mine', async ({
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const ada = await user('mary');
  const first = await ada.post(slug, 'First version.');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`/v/${slug}?edit=${first.id}`);
  await page.getByLabel('Edit your comment').fill('Mine, later.');
  await ada.edit(first, 'Mine, elsewhere.');
  await press(page, 'Save');
  await expect(page.getByRole('alert')).toContainText('changed');
  await expect(below(page, first)).toContainText('Mine, elsewhere.');
  await expect(page.getByLabel('Edit your comment')).toHaveValue('Mine, later.');
  await press(page, 'Save');
  await expect(commentOf(page, first)).toContainText('Mine, later.');
  await context.close();
});
