import { PASSWORD } from '../support/cast.ts';
import { commentOf, expect, test } from '../support/browser/users.ts';

test('a deleted account can only be restored, by signing in', async ({ user, publish, visitor }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const comment = await ada.post(slug, 'I was here.');
  const page = await ada.context.newPage();
  await page.goto('/settings');
  // Other sections have password fields too.
  const password = page.getByRole('region', { name: 'Delete your account' }).getByLabel('Your password');
  await page.getByLabel('Keep my comments').check();
  await password.fill('not-her-password');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByText('That isn’t your current password.')).toBeVisible();
  await expect(page.getByLabel('Keep my comments')).toBeChecked();
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByText('Your account is being deleted.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in', exact: true }).first()).toBeVisible();

  const reader = await (await visitor()).read(slug);
  await expect(commentOf(reader, comment)).toContainText('I was here.');
  expect((await reader.goto(`/u/${ada.name}`))?.status()).toBe(404);

  await page.goto(`/sign-in?to=/v/${slug}`);
  await page.getByLabel('Name').fill(ada.name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/settings');
  await expect(page.getByRole('heading', { name: 'Your account is being deleted' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete my account' })).toBeHidden();
  await expect(ada.post(slug, 'May I?')).rejects.toThrow('401');
  await page.goto('/sign-in');
  await expect(page).toHaveURL('/settings');

  await page.getByRole('button', { name: 'Restore my account' }).click();
  await expect(page.getByText('Your account is restored.')).toBeVisible();
  await ada.post(slug, 'I am back.');
  expect((await reader.goto(`/u/${ada.name}`))?.status()).toBe(200);
});
