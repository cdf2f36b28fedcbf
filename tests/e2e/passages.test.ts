// Comments on passages: from the selection in one browser to the mark and the margin in another, and without scripts.
import type { Page } from '@playwright/test';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import { commentOf, expect, saying, test } from '../support/browser/users.ts';

const PASSAGE = 'arguing helps';

/** Selects these words in the article, as a pointer does. */
async function select(page: Page, words: string) {
  await page.evaluate((words) => {
    const [text] = [...document.querySelectorAll('section[id^="s-"] > p')]
      .flatMap((paragraph) => [...paragraph.childNodes])
      .filter((node) => node.textContent!.includes(words));
    const start = text!.textContent!.indexOf(words);
    getSelection()!.setBaseAndExtent(text!, start, text!, start + words.length);
  }, words);
}

test('a comment on a passage is in another browser at once as a mark and in the margin, and without scripts', async ({
  publish,
  user,
  browser,
  site,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const [hers, mine] = [await ada.read(slug), await grace.read(slug)];

  await test.step('selecting text offers to comment on it, and the composer shows the passage', async () => {
    await expect(async () => {
      await hers.evaluate(() => getSelection()!.removeAllRanges());
      await select(hers, PASSAGE);
      await expect(hers.getByRole('button', { name: 'Comment on this' })).toBeVisible({ timeout: 600 });
    }).toPass();
    await hers.keyboard.press('c');
    await expect(hers.locator('#compose .passage')).toHaveText(PASSAGE);
    await expect(hers.getByLabel('Your comment')).toBeFocused();
    await hers.keyboard.type('It does, slowly.');
    await hers.locator('#compose').getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(saying(hers, 'It does, slowly.').locator('.passage')).toHaveText(PASSAGE);
    await expect(hers.locator('#compose .passage')).toHaveCount(0);
  });

  const margin = mine.getByRole('dialog');
  await test.step('the other reader sees the mark, and opens the comments on it', async () => {
    const before = await mine.locator('section[id^="s-"]').last().boundingBox();
    await expect(mine.locator('mark')).toHaveText(PASSAGE);
    expect(await mine.locator('section[id^="s-"]').last().boundingBox()).toEqual(before);
    await mine.getByRole('link', { name: '1 comment on this paragraph' }).click();
    await expect(margin.getByRole('heading', { name: '1 comment on this paragraph' })).toBeFocused();
    await expect(margin.getByText('It does, slowly.')).toBeVisible();
  });

  await test.step('one that arrives meanwhile is in the open margin', async () => {
    const [posted] = (await ada.request<CommentPage>('GET', `/verdicts/${slug}/comments`)).items;
    await ada.request('POST', `/verdicts/${slug}/comments`, { body: 'And quickly.', anchor: posted!.anchor });
    await expect(margin.getByText('And quickly.')).toBeVisible();
    await expect(margin.getByRole('heading', { name: '2 comments on this paragraph' })).toBeVisible();
    await expect(mine.getByRole('link', { name: '2 comments on this paragraph' })).toBeVisible();
  });

  await test.step('one can be rated and answered there, and the text survives closing the form', async () => {
    const first = margin.getByRole('listitem').filter({ hasText: 'It does, slowly.' });
    await first.getByRole('button', { name: 'Helpful', exact: true }).click();
    await expect(saying(hers, 'It does, slowly.').getByText('1 helpful')).toBeVisible();
    const reply = first.getByRole('button', { name: 'Reply', exact: true });
    await reply.click();
    const field = margin.getByLabel(`Reply to ${ada.name}`);
    await expect(field).toBeFocused();
    await mine.keyboard.type('Slower than that.');
    await expect(margin.getByText('draft saved')).toBeVisible();
    await mine.keyboard.press('Escape');
    await expect(reply).toBeFocused();
    await mine.keyboard.press('Enter');
    await expect(field).toHaveValue('Slower than that.');
    await mine.keyboard.press('Control+Enter');
    await expect(first.getByRole('listitem').filter({ hasText: 'Slower than that.' })).toBeFocused();
    await expect(saying(hers, 'Slower than that.')).toBeVisible();
  });

  await test.step('Escape closes it, and the focus is where it was; it leads to the thread, and back', async () => {
    await mine.keyboard.press('Escape');
    await expect(margin).toHaveCount(0);
    await expect(mine.getByRole('link', { name: '2 comments on this paragraph' })).toBeFocused();
    await mine.locator('mark').click();
    await margin.getByRole('link', { name: 'Show in the discussion' }).first().click();
    await expect(margin).toHaveCount(0);
    const [first] = (await ada.request<CommentPage>('GET', `/verdicts/${slug}/comments?sort=oldest`)).items;
    await expect(commentOf(mine, first!)).toBeInViewport();
    await mine.setViewportSize({ width: 390, height: 800 });
    await commentOf(mine, first!).locator('.passage a').click();
    await expect(mine.locator('dialog:modal')).toContainText('It does, slowly.');
    await expect(mine.locator('mark')).toBeInViewport();
  });

  await test.step('without scripts the mark is there, and a page has its comments and a form', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${site.url}/v/${slug}`);
    await expect(plain.locator('mark')).toHaveText(PASSAGE);
    await plain.getByRole('link', { name: '2 comments on this paragraph' }).click();
    await expect(plain.getByText('It does, slowly.')).toBeVisible();
    await expect(plain.getByLabel('Your comment on this paragraph')).toBeVisible();
    await context.close();
  });
});
