// The search: as one types, and without scripts.
import { expect, test } from '../support/browser/users.ts';

test('results appear while a query is typed, and the address leads back to them', async ({
  publish,
  user,
}) => {
  const { slug, title } = await publish();
  const ada = await user('ada');
  const comment = await ada.post(slug, 'Nudibranchs **argue** with <b>limpets</b>.');
  const page = await ada.context.newPage();
  await page.goto('/about');
  await page.keyboard.press('/');
  await expect(page.getByRole('banner').getByRole('searchbox')).toBeFocused();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('/');
  await page.waitForURL('/search');
  const field = page.getByLabel('Search verdicts and comments');
  const status = page.getByRole('main').getByRole('status');
  await field.pressSequentially('nudibranch arguing');
  await expect(status).toHaveText('1 result.');
  await expect(page.locator('mark')).toHaveText(['Nudibranchs', 'argue']);
  await expect(page).toHaveURL(/q=nudibranch\+arguing$/);
  await page.reload();
  await expect(field).toHaveValue('nudibranch arguing');
  await expect(status).toHaveText('1 result.');
  const results = page.getByRole('main').getByRole('listitem');
  await expect(results.getByText('<b>limpets</b>')).toBeVisible();

  await page.context().setOffline(true);
  await field.fill('limpets or nothing');
  await expect(page.getByRole('alert').filter({ hasText: 'No connection' })).toBeVisible();
  await expect(status).toHaveText('1 result.');
  await page.context().setOffline(false);
  await field.fill(ada.name.slice(0, -1));
  await expect(page.getByRole('list', { name: 'People' }).getByRole('link').first()).toBeVisible();
  await field.fill('nudibranc');
  await expect(page.getByRole('link', { name: 'Comments', exact: true })).toBeVisible();

  await ada.withdraw(comment);
  await field.fill('nudibranchs limpets');
  await expect(status).toHaveText('No results.');
  await field.fill(`"${title}"`);
  await results.getByRole('link', { name: title }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});

test('without scripts a form in the header finds the same, and says what is wrong with a query', async ({
  publish,
  user,
  browser,
}) => {
  const { slug, title } = await publish();
  const ada = await user('ada');
  await ada.post(slug, 'Sea cucumbers disagree.');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/about');
  const header = page.getByRole('banner').getByRole('searchbox');
  await header.fill('cucumber');
  await header.press('Enter');
  await expect(page.getByText('1 result.')).toBeVisible();
  await expect(page.locator('mark')).toHaveText('cucumbers');
  await page.getByRole('link', { name: 'Verdicts', exact: true }).last().click();
  await expect(page.getByText('No results.')).toBeVisible();
  await page.goto(`/search?q=cucumber`);
  await page.getByRole('main').getByRole('link', { name: title }).click();
  await expect(page.getByText('Sea cucumbers disagree.')).toBeVisible();
  expect((await page.goto(`/search?q=${'x'.repeat(300)}`))!.status()).toBe(200);
  await expect(page.getByLabel('Search verdicts and comments')).toHaveAttribute('aria-invalid', 'true');
  await context.close();
});
