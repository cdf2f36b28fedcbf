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
  const name = commentOf(page, said!).getByRole('link', { name: grace.name, exact: true });
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
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(name).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(commentOf(page, said!).locator('time').locator('..')).toBeFocused();
});
