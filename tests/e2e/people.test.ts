// What readers can do with the people and the texts of a thread.
import { axeFaults } from '../support/browser/sights/engines.ts';
import { commentOf, expect, test } from '../support/browser/users.ts';

test('a card opens on hover and on focus of a name, can be pointed at, and closes by Escape', async ({
  publish,
  user,
  site,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  await site.sql(`UPDATE users SET bio = 'I read papers.' WHERE username = $1`, [grace.name]);
  const [said] = [await grace.post(slug, 'A first argument.'), await ada.post(slug, 'Another.')];
  const page = await ada.read(slug);
  const card = page.getByRole('group', { name: `About ${grace.name}` });
  const name = commentOf(page, said).getByRole('link', { name: grace.name, exact: true });
  // Its code is loaded after the page.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await name.hover();
    await expect(card).toBeVisible({ timeout: 1500 });
  }).toPass();
  await expect(card).toContainText('I read papers.');
  await expect(card).toContainText('1 comment · 1 verdict argued');
  await card.hover();
  await expect(card).toBeVisible();
  expect(await axeFaults(page, ['color-contrast'])).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await page.mouse.move(0, 0);

  await name.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(card).toBeVisible();
  await expect(name).toBeFocused();
  // For the keyboard its control follows the name, although it is at the end of the document.
  const follow = card.getByRole('link', { name: 'Follow, mute or block' });
  await page.keyboard.press('Tab');
  await expect(follow).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(name).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(commentOf(page, said).locator('time').locator('..')).toBeFocused();
});

const SOURCE = `A *first* \`a_b\` and **[a link](https://example.org/x)**, 2 \\* 3.
The next line.
2\\. is no list, nor is
\\- this.

- one
- two

2. x

> quoted

\`\`\`
let x = 1;
\`\`\``;

test('selected text of a comment is quoted as it was written, by key or button, after what is typed already', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const said = await grace.post(slug, SOURCE);
  const page = await ada.read(slug);
  const body = commentOf(page, said).locator('.body');
  const quote = page.getByRole('button', { name: 'Quote' });
  const field = page.getByLabel(`Reply to ${grace.name}`);
  const quoted = SOURCE.split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  // Its code is loaded after the page.
  await expect(async () => {
    await page.evaluate(() => getSelection()!.removeAllRanges());
    await body.evaluate((element) => getSelection()!.selectAllChildren(element));
    await expect(quote).toBeVisible({ timeout: 1500 });
  }).toPass();
  await page.keyboard.press('q');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(`${quoted}\n\n`);
  await expect(quote).toBeHidden();

  await page.setViewportSize({ width: 390, height: 800 });
  await field.fill('Before.');
  await body.locator('em').evaluate((element) => getSelection()!.selectAllChildren(element));
  await expect(quote).toBeInViewport({ ratio: 1 });
  const above = await body.locator('em').boundingBox();
  expect((await quote.boundingBox())!.y).toBeGreaterThanOrEqual(above!.y + above!.height);
  // Text above it that comes later.
  await body.evaluate((element) => {
    element.scrollIntoView({ block: 'center' });
    element.before('More. '.repeat(20));
  });
  await expect(async () => {
    const { y, height } = (await body.locator('em').boundingBox())!;
    expect(Math.abs((await quote.boundingBox())!.y - y - height)).toBeLessThan(24);
  }).toPass();
  await quote.click();
  await expect(field).toHaveValue('Before.\n\n> first\n\n');
  await expect(field).toBeFocused();
  await expect(page.getByRole('button', { name: 'Reply', exact: true })).toBeEnabled();

  // Text of two comments, or of the verdict, is not a comment's.
  await page
    .getByRole('heading', { level: 1 })
    .evaluate((element) => getSelection()!.selectAllChildren(element));
  await expect(quote).toBeHidden();
});

test('links to our verdicts and comments show what they lead to, and nothing of what was removed', async ({
  publish,
  user,
  site,
}) => {
  const { slug, title } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  // One with more links than a new account may post.
  await site.setRole(ada.name, 'moderator');
  const said = await grace.post(slug, 'The first words of an argument.');
  const links = await ada.post(
    slug,
    `${site.url}/v/${slug} and ${site.url}/v/${slug}#c-${said.id} and [my words](${site.url}/v/${slug})`,
  );
  const page = await ada.read(slug);
  // Links get their titles near the window.
  await commentOf(page, links).scrollIntoViewIfNeeded();
  const linked = commentOf(page, links).locator('.body a');
  const words = `${grace.name}: “The first words of an argument.”`;
  await expect(linked).toHaveText([title, words, 'my words']);
  await grace.withdraw(said);
  const address = `${site.url}/v/${slug}#c-${said.id}`;
  await expect(linked).toHaveText([title, address, 'my words']);
  await page.reload();
  await expect(linked).toHaveText([title, address, 'my words']);
});
