// The rules: how admins change them, and how readers get to them.
import { expect, test } from '../support/browser/moderation.ts';
import { commentOf } from '../support/browser/users.ts';

test('an admin without JavaScript previews, changes and removes a rule; reasons of a report lead to it without losing the text', async ({
  browser,
  publish,
  trusted,
  staff,
  user,
}) => {
  const { slug } = await publish();
  const [linus, grace, mallory] = [
    await staff('linus', 'admin'),
    await trusted('grace'),
    await user('mallory'),
  ];
  const comment = await mallory.post(slug, 'Cheap watches.');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await linus.context.storageState(),
  });
  const admin = await context.newPage();
  await admin.goto('/admin/rules');
  await admin.getByText('Edit: Don’t advertise, and don’t flood').click();
  const spam = admin.getByRole('listitem').filter({ hasText: '#spam' });
  await spam.getByLabel('What it means').fill('No **watches**.');
  await spam.getByRole('button', { name: 'Preview' }).click();
  await expect(spam.getByRole('region', { name: 'Preview' }).locator('strong')).toHaveText('watches');
  await expect(spam.getByLabel('What it means')).toHaveValue('No **watches**.');
  await spam.getByLabel('Rule', { exact: true }).fill('Sell nothing');
  await spam.getByRole('button', { name: 'Save rule' }).click();
  await expect(admin.getByText('Saved “Sell nothing”.')).toBeVisible();
  await expect(admin.getByText(`${linus.name} edited “Sell nothing”`)).toBeVisible();

  const page = await grace.read(slug);
  await page.getByLabel('Your comment').fill('Half a thought');
  await expect(
    page.getByRole('form').or(page.locator('form')).getByRole('link', { name: 'Rules' }).first(),
  ).toHaveAttribute('target', '_blank');
  await commentOf(page, comment).getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Spam', { exact: true }).check();
  await dialog.getByLabel('Note for the moderator').fill('Third time today.');
  const opened = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: 'Rule: Spam' }).click();
  const rules = await opened;
  await expect(rules).toHaveURL(/\/rules#spam$/);
  await expect(rules.locator(':target')).toContainText('No watches.');
  await expect(dialog.getByLabel('Note for the moderator')).toHaveValue('Third time today.');

  await admin.getByText('Remove: Sell nothing').click();
  await spam.getByRole('button', { name: 'Remove rule' }).click();
  await expect(admin.getByText('Removed.')).toBeVisible();
  await rules.reload();
  await expect(rules.locator(':target')).toContainText('“Sell nothing” was removed');
  await context.close();
});
