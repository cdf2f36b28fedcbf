import { PASSWORD } from '../support/cast.ts';
import { expect, test } from '../support/browser/users.ts';

test('a new password keeps this browser signed in and live, and signs all others out', async ({
  user,
  publish,
  visitor,
}) => {
  const { slug } = await publish();
  const [ada, elsewhere] = [await user('ada'), await visitor()];
  await elsewhere.request('POST', '/session', { username: ada.name, password: PASSWORD });
  const before = (await ada.context.cookies()).find(({ name }) => name === 'session')!.value;
  const thread = await ada.read(slug);
  const settings = await ada.context.newPage();
  await settings.goto('/settings');
  await settings.getByLabel('Current password').fill(PASSWORD);
  await settings.getByLabel('New password').fill('lantern-orchard-nine');
  await settings.getByRole('button', { name: 'Change password' }).click();
  await expect(settings.getByText('Your password is changed.')).toBeVisible();
  const after = (await ada.context.cookies()).find(({ name }) => name === 'session')!.value;
  expect(after).not.toBe(before);
  await expect(elsewhere.request('GET', '/me')).rejects.toThrow('401');
  // The page that was open posts with the new session, and is connected again.
  await thread.getByLabel('Your comment').fill('Still here.');
  await thread.getByRole('button', { name: 'Comment', exact: true }).click();
  const reader = await (await visitor()).read(slug);
  await expect(reader.getByText('Still here.')).toBeVisible();
  await expect(thread.locator('#talk header [role="status"]')).toHaveText('Live');
});
