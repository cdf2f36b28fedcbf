// A comment's further options, and what a reader has kept and done.
import type { Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
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
  const anchor = { section: 'the-dissection', quote: 'It does not say whom.' };
  const post = { body: 'It does, on page 3.', anchor };
  const own = await ada.request<CommentView>('POST', `/verdicts/${slug}/comments`, post);
  const page = await ada.read(slug);
  const more = commentOf(page, comment).getByRole('button', { name: 'More' });
  await more.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Bookmark' }).click();
  await expect(dialog.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();
  const branch = dialog.getByRole('group', { name: 'Below this comment' });
  await branch.getByRole('button', { name: 'Follow', exact: true }).click();
  await expect(branch.getByRole('button', { name: 'Follow', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(branch.getByRole('button', { name: 'Follow', exact: true })).toBeFocused();
  await dialog.getByRole('button', { name: `Block ${grace.name}` }).click();
  await expect(dialog.getByRole('button', { name: `Unblock ${grace.name}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await commentOf(page, own).getByRole('button', { name: 'More' }).click();
  const source = dialog.getByLabel('A source against the passage');
  await source.fill('http://example.org');
  await dialog.getByRole('button', { name: 'Challenge this passage with a source' }).click();
  await expect(source).toBeFocused();
  await expect(source).toHaveAttribute('aria-invalid', 'true');
  await expect(source).toHaveAccessibleDescription(/https:/);
  await expect(source).toHaveValue('http://example.org');
  await page.keyboard.press('Escape');
  expect(new URL(page.url()).pathname).toBe(`/v/${slug}`);

  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(`/v/${slug}`);
  await commentOf(plain, comment).getByRole('button', { name: 'More' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Options for a comment');
  const author = plain.getByRole('group', { name: grace.name });
  await author.getByRole('button', { name: 'Mute' }).click();
  await expect(author.getByRole('button', { name: 'Mute' })).toHaveAttribute('aria-pressed', 'true');
  await plain.getByRole('button', { name: `Unblock ${grace.name}` }).click();
  await expect(plain.getByText(`You no longer block ${grace.name}.`)).toBeVisible();
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

test('without scripts, a draft is continued in its list, a refused text stays, and bookmarks are removed', async ({
  publish,
  user,
  browser,
}) => {
  const { slug, title } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const comment = await grace.post(slug, 'Answer me.');
  await ada.request('PUT', `/comments/${comment.id}/bookmark`, { bookmarked: true });
  await ada.request('PUT', `/drafts/${slug}.${comment.id}`, {
    body: 'Half an answ',
    updatedAt: new Date().toISOString(),
  });
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto('/my/drafts');
  const draft = page.getByRole('article').filter({ hasText: title });
  await draft.locator('summary').click();
  const field = draft.getByLabel(`A reply to ${grace.name}`);
  await expect(field).toHaveValue('Half an answ');
  await field.fill('https://one.example https://two.example https://three.example https://four.example');
  await draft.getByRole('button', { name: 'Post' }).click();
  await expect(field).toHaveValue(/^https:\/\/one/);
  await expect(draft.getByText('more links')).toBeVisible();
  await field.fill('A whole answer.');
  await draft.getByRole('button', { name: 'Post' }).click();
  await expect(page.getByText('A whole answer.')).toBeVisible();
  await page.goto('/my/drafts');
  await expect(page.getByText('No drafts yet')).toBeVisible();
  await page.goto('/my');
  await expect(page.getByRole('heading', { name: `You wrote on ${title}` })).toBeVisible();
  await page.getByRole('link', { name: 'Bookmarks' }).click();
  await expect(page.getByText('Answer me.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove bookmark' }).click();
  await expect(page.getByText('The bookmark is removed.')).toBeVisible();
  await expect(page.getByText('Answer me.')).toHaveCount(0);
  await context.close();
});

test('a draft follows its writer to another device, which offers it; sent there, it is over here', async ({
  publish,
  user,
  newContext,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const composer = (on: Page) => on.getByLabel('Your comment');
  const here = await ada.read(slug);
  const stored = here.waitForResponse((response) => response.url().includes('/api/v1/drafts/'));
  await composer(here).fill('Half a thought');
  await here.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  expect((await stored).status()).toBe(200);

  const elsewhere = await newContext();
  await elsewhere.addCookies(await ada.context.cookies());
  const there = await elsewhere.newPage();
  await there.goto(`/v/${slug}`);
  await composer(there).scrollIntoViewIfNeeded();
  const offer = there.getByRole('group', { name: 'A draft from another device or tab' });
  await expect(offer).toContainText('Half a thought');
  await expect(composer(there)).toHaveValue('');
  await offer.getByRole('button', { name: 'Use this draft' }).click();
  await expect(composer(there)).toHaveValue('Half a thought');
  await expect(composer(there)).toBeFocused();
  await there.keyboard.type(', finished.');
  const forgotten = there.waitForResponse((response) => response.request().method() === 'DELETE');
  await there.getByRole('button', { name: 'Comment', exact: true }).click();
  await forgotten;
  await here.reload();
  await composer(here).scrollIntoViewIfNeeded();
  await expect(composer(here)).toHaveValue('Half a thought');
  await expect(
    here.getByText('You sent or discarded this text on another device or in another tab.'),
  ).toBeVisible();
  await here.getByRole('button', { name: 'Discard it here too' }).click();
  await expect(composer(here)).toHaveValue('');
});
