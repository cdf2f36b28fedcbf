// The emergency switches, for admins and for readers with an open page.
import { expect, open, test } from '../support/browser/moderation.ts';

test('open pages follow when the admin makes the site read-only and back', async ({
  staff,
  user,
  publish,
  visitor,
}) => {
  const { slug } = await publish();
  const [linus, ada] = [await staff('linus', 'admin'), await user('ada')];
  const theirs = await ada.read(slug);
  const anonymous = await (await visitor()).read(slug);
  await theirs.getByLabel('Your comment').fill('Half a thought');
  const comment = theirs.getByRole('button', { name: 'Comment', exact: true });

  const settings = await open(linus, '/admin/settings');
  await settings.getByLabel('Off: the site is read-only').check();
  await settings
    .getByLabel('Message for readers while the site is read-only (optional)')
    .fill('Back at nine.');
  await settings.getByRole('button', { name: 'Set switches' }).click();
  await expect(settings.getByText('Saved.')).toBeVisible();

  for (const page of [theirs, anonymous]) await expect(page.getByText('Back at nine.')).toBeVisible();
  await expect(comment).toBeDisabled();
  await expect(theirs.getByRole('button', { name: /^Agree/ }).first()).toBeDisabled();
  await expect(theirs.getByLabel('Your comment')).toHaveValue('Half a thought');

  await settings.getByLabel('The normal state').check();
  await settings.getByRole('button', { name: 'Set switches' }).click();
  for (const page of [theirs, anonymous]) await expect(page.getByText('Back at nine.')).toBeHidden();
  await comment.click();
  await expect(anonymous.getByText('Half a thought')).toBeVisible();
});

test('the page of a pending account unlocks when an admin approves it', async ({
  staff,
  user,
  publish,
  site,
}) => {
  const { slug } = await publish();
  const linus = await staff('linus', 'admin');
  await site.cli('switch', 'sign-up', 'approval');
  const vera = await user('vera');
  await site.cli('switch', 'sign-up', 'open');
  const page = await vera.read(slug);
  const waiting = page.getByText('Your account is waiting for approval.');
  await expect(waiting).toBeVisible();
  await expect(page.getByRole('button', { name: 'Comment', exact: true })).toBeDisabled();
  const people = await open(linus, '/admin/people');
  await people.getByRole('button', { name: `Approve ${vera.name}` }).click();
  await expect(people.getByText(`${vera.name} is approved.`)).toBeVisible();
  await expect(waiting).toBeHidden();
  await vera.post(slug, 'At last.');
});
