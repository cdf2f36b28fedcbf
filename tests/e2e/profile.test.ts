// A person's page is the same for everyone; what only its owner sees is filled in.
import { shiftOf, watchShifts } from '../support/browser/shifts.ts';
import { expect, test } from '../support/browser/users.ts';

const missing = /You still need 3 more days, 2 more comments that stay\./;

test('the owner sees what the next trust level needs, without a shift, and others don’t', async ({
  user,
}) => {
  const [ada, grace] = [await user('ada'), await user('grace')];
  const own = await ada.context.newPage();
  await own.addInitScript(watchShifts);
  await own.goto(`/u/${ada.name}`);
  await expect(own.getByText(missing)).toBeVisible();
  const { sum, what } = await shiftOf(own);
  expect(sum, what).toBe(0);

  const other = await grace.context.newPage();
  await other.goto(`/u/${ada.name}`);
  await expect(other.getByRole('link', { name: grace.name })).toBeVisible();
  await expect(other.getByText('Trust level 0, new')).toBeVisible();
  await expect(other.getByText('At level 1 you can')).toBeHidden();
  expect(await other.content()).not.toContain('You still need');
});

test('a bio is written without JavaScript, shown to everyone, and deleted by a moderator with a warning', async ({
  user,
  visitor,
  site,
  browser,
}) => {
  const [ada, mary, anonymous] = [await user('ada'), await user('mary'), await visitor()];
  await site.setRole(mary.name, 'moderator');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const settings = await context.newPage();
  await settings.goto(`${site.url}/settings`);
  await settings.getByLabel('Bio').fill('x'.repeat(161));
  await settings.getByRole('button', { name: 'Save bio' }).click();
  await expect(settings.getByText('up to 160 characters. Shorten it')).toBeVisible();
  await settings.getByLabel('Bio').fill('I read papers at https://papers.example.');
  await settings.getByRole('button', { name: 'Save bio' }).click();
  await expect(settings.getByText('Your bio is saved.')).toBeVisible();
  await context.close();

  const bio = 'I read papers at https://papers.example.';
  const page = await anonymous.context.newPage();
  await page.goto(`/u/${ada.name}`);
  await expect(page.getByText(bio)).toBeVisible();
  await expect(page.getByRole('main').getByText('0 comments')).toBeVisible();
  await expect(page.getByText('Delete this bio')).toBeHidden();
  const moderator = await mary.context.newPage();
  await moderator.goto(`/u/${ada.name}`);
  await moderator.getByText('Delete this bio').click();
  await moderator.getByRole('button', { name: 'Delete and warn' }).click();
  await expect(moderator.getByText('The bio is deleted.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ada.name);
  await expect(page.getByText(bio)).toHaveCount(0);
});

test('without JavaScript the owner’s page is rendered for them', async ({ user, site, browser }) => {
  const ada = await user('ada');
  const decision = `INSERT INTO decisions (id, kind, subject_id) SELECT gen_random_uuid(), 'restrict', id FROM users
    WHERE username = $1 RETURNING id, subject_id AS subject`;
  const [made] = await site.sql<{ id: string; subject: string }>(decision, [ada.name]);
  await site.sql(
    `INSERT INTO restrictions (id, user_id, scope, reason, decision_id) VALUES (gen_random_uuid(), $1, 'vote', 'spam', $2)`,
    [made!.subject, made!.id],
  );
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`${site.url}/u/${ada.name}`);
  await expect(page.getByText(missing)).toBeVisible();
  await expect(page.getByText('You can’t vote or rate')).toBeVisible();
  await context.close();

  const live = await ada.context.newPage();
  await live.goto(`/u/${ada.name}`);
  await expect(live.getByText('You can’t vote or rate')).toBeVisible();
});
