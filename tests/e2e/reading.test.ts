// Finding one's way on a verdict's page: its contents, its discussion, and what was collapsed.
import { FIRST_REPLIES } from '#lib/discussion/comment.ts';
import { below, commentOf, expect, saying, stateOf, test } from '../support/browser/users.ts';

test('the second press of Tab leads to the discussion, whose heading gets no box', async ({
  publish,
  visitor,
}) => {
  const { slug } = await publish();
  const page = await (await visitor()).read(slug);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the discussion' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  const heading = page.locator('#discussion');
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
  expect(await heading.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('none');
  for (let stops = 0; stops < 5; stops++) {
    await page.keyboard.press('Tab');
    if (await page.getByLabel('Your comment').evaluate((field) => field === document.activeElement)) return;
  }
  throw new Error('the composer is more than five stops away');
});

test('“On this page” marks the section that is read: after a jump, scrolling up, at the end, and from a link', async ({
  publish,
  visitor,
}) => {
  const { slug, sections } = await publish();
  const page = await (await visitor()).read(slug);
  const contents = page.getByRole('navigation', { name: 'On this page' });
  const marked = contents.locator('[aria-current="location"]');
  const headed = sections.filter(({ heading }) => heading !== '');
  for (const section of [headed.at(-1)!, headed[1]!]) {
    await contents.locator(`a[href="#s-${section.id}"]`).click();
    await expect(marked).toHaveAttribute('href', `#s-${section.id}`);
  }
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  await expect(marked).toHaveAttribute('href', '#discussion');
  await page.evaluate((id) => {
    const { bottom } = document.getElementById(id)!.getBoundingClientRect();
    scrollBy({ top: bottom - 200, behavior: 'instant' });
  }, `s-${headed[0]!.id}`);
  await expect(marked).toHaveAttribute('href', `#s-${headed[0]!.id}`);
  await page.goto('about:blank');
  await page.goto(`/v/${slug}#discussion`);
  await expect(marked).toHaveAttribute('href', '#discussion');
});

test('what is collapsed stays so after a reload, and the rest of the replies says how many and below what', async ({
  publish,
  user,
  visitor,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const root = await ada.post(slug, 'The root.');
  const answer = await ada.post(slug, 'Much debated.', root.id);
  for (let i = 1; i <= FIRST_REPLIES + 2; i++) await ada.post(slug, `In debate, ${i}.`, answer.id);
  const other = await ada.post(slug, 'Another root.');
  await ada.post(slug, 'To be folded away.', other.id);
  const page = await (await visitor()).read(slug);

  const more = below(page, answer).getByRole('link', { name: '3 more replies' });
  await expect(page.getByRole('link', { name: /more repl/ })).toHaveCount(1);
  await more.click();
  await expect(below(page, answer).getByText(`In debate, ${FIRST_REPLIES + 2}.`)).toBeVisible();
  await expect(page.getByRole('link', { name: /more repl/ })).toHaveCount(0);

  await commentOf(page, other).getByRole('button', { name: 'Collapse the thread' }).click();
  await expect(saying(page, 'To be folded away.')).toBeHidden();
  await page.reload();
  await expect(stateOf(page)).toHaveText('Live');
  await expect(saying(page, 'To be folded away.')).toBeHidden();
  await ada.post(slug, 'A reply to what is folded.', other.id);
  await expect(commentOf(page, other)).toContainText('1 new reply');
  await page.goto('/about');
  await page.goBack();
  await expect(stateOf(page)).toHaveText('Live');
  await expect(saying(page, 'To be folded away.')).toBeHidden();
  await expect(saying(page, 'In debate, 1.')).toBeVisible();
});

test('the page about common ground computes a comment’s score, with and without scripts', async ({
  page,
}) => {
  const half = '/about/common-ground?agree-helpful=30&agree-not=2&disagree-helpful=1&disagree-not=9';
  const html = await (await page.request.get(half, { headers: { accept: 'text/html' } })).text();
  expect(html).toContain('It doesn’t get the badge.');
  expect(html).toMatch(/<circle[^>]*cx="\d/);
  await page.goto(half);
  const result = page.locator('.ground').getByRole('status');
  await expect(result).toContainText('Among readers who disagree, too few more find it helpful than not.');
  const disagree = page.getByRole('group', { name: 'Readers who disagree' });
  await disagree.getByRole('slider', { name: 'Helpful, slider', exact: true }).press('End');
  await expect(result).toContainText('It gets the badge.');
  await expect(page.getByRole('row', { name: 'Helpful 30 100', exact: true })).toBeVisible();
  // The form gives these numbers an address.
  await disagree.getByRole('spinbutton', { name: 'Helpful', exact: true }).press('Enter');
  await expect(page).toHaveURL(/disagree-helpful=100/);
  await expect(result).toContainText('It gets the badge.');
});
