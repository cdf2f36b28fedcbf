// Moderation and appeals without JavaScript.
import type { Page } from '@playwright/test';
import { appeal, expect, report, rowOf, test } from '../support/browser/moderation.ts';
import type { BrowserUser } from '../support/browser/users.ts';

test.use({ javaScriptEnabled: false });

async function visit({ context }: BrowserUser, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** The open form of one decision. */
async function unfold(page: Page, kind: string) {
  const form = page.locator(`[data-decision=${kind}]`);
  await form.locator('summary').click();
  return form;
}

test('a case is leased, decided and undone; an appeal is filed and decided', async ({ reported, staff }) => {
  const [mary, ivan] = [await staff('mary'), await staff('ivan')];
  const { mallory } = await reported('Nobody needs a script to be rude.', 'personal_attack');

  const marys = await visit(mary, '/moderation');
  await rowOf(marys, mallory.name).getByRole('button', { name: 'Open and take the lease' }).click();
  await expect(marys.getByRole('heading', { level: 1 })).toContainText(mallory.name);
  const ivans = await visit(ivan, '/moderation');
  await expect(rowOf(ivans, mallory.name)).toContainText(`open: ${mary.name}`);
  await rowOf(ivans, mallory.name).getByRole('link').first().click();
  await press(ivans, 'Take over');
  await expect(ivans.getByText('has this case open')).toHaveCount(0);

  const remove = await unfold(marys, 'remove');
  await expect(remove.getByLabel('Reason')).toHaveValue('personal_attack');
  await press(marys, 'Remove');
  await expect(marys.getByText('You removed a comment.')).toBeVisible();
  await marys.getByRole('button', { name: /^Undo/ }).click();
  await expect(marys.getByText('Decision undone.')).toBeVisible();
  await expect(marys.getByText('· open')).toBeVisible();

  // The undone case is decided again by the same form.
  await unfold(marys, 'remove');
  await press(marys, 'Remove');
  const keep = await unfold(ivans, 'keep');
  await keep.getByRole('button', { name: 'Keep' }).click();
  await expect(ivans.getByText('This case was changed')).toBeVisible();
  await expect(ivans.getByText('· decided')).toBeVisible();

  const inbox = await visit(mallory, '/notices');
  const notice = await appeal(inbox, 'It was a jest.');
  await notice.getByRole('button', { name: 'Mark as read' }).click();
  await expect(notice.getByRole('button', { name: 'Mark as unread' })).toBeVisible();

  await ivans.goto('/moderation?filter=appeals');
  await rowOf(ivans, mallory.name).getByRole('link').first().click();
  await ivans.getByLabel('Overturn the decision').check();
  await press(ivans, 'Decide the appeal');
  await expect(ivans.getByText('overturned a decision on appeal.')).toBeVisible();
  await inbox.reload();
  await expect(inbox.getByRole('article').first()).toContainText('overturned the decision');
});

test('many cases are decided at once; an account is restricted and the restriction lifted', async ({
  publish,
  user,
  trusted,
  staff,
}) => {
  const { slug } = await publish();
  const [linus, grace] = [await staff('linus', 'admin'), await trusted('grace')];
  const mallory = await user('mallory');
  for (const text of ['Spam of one kind.', 'Spam of another kind.'])
    await report(grace, await mallory.post(slug, text));
  const page = await visit(linus, '/moderation');
  for (const box of await rowOf(page, mallory.name).getByRole('checkbox').all()) await box.check();
  await press(page, 'Remove');
  await expect(page.getByText('Decided: 2 cases.')).toBeVisible();

  await page.goto(`/admin/people?q=${mallory.name}`);
  await page.getByText(mallory.name, { exact: true }).click();
  await page.getByLabel('Block from').selectOption('comment');
  await press(page, 'Restrict');
  await expect(page.getByText(`${mallory.name} is restricted.`)).toBeVisible();
  await expect(mallory.post(slug, 'Let me.')).rejects.toThrow('restricted');

  await page.goto('/moderation/restricted');
  await page.getByRole('button', { name: `Lift restriction of ${mallory.name}` }).click();
  await expect(page.getByText('Lifted.')).toBeVisible();
  await mallory.post(slug, 'Thank you.');
  await page.goto('/moderation-log?kind=lift');
  await expect(page.getByRole('row').filter({ hasText: linus.name })).toContainText('lifted a restriction');
});

test('an admin lists a word, tests a text and changes a setting', async ({ publish, user, staff }) => {
  const { slug } = await publish();
  const [linus, mallory] = [await staff('linus', 'admin'), await user('mallory')];
  const page = await visit(linus, '/admin/words');
  await page.getByLabel('Word, phrase or pattern').fill('*casino*');
  await page.getByLabel('It is', { exact: true }).selectOption('pattern');
  await page.getByLabel('A comment with it is').selectOption('refuse');
  await press(page, 'Add to list');
  await expect(page.getByText('is on the list')).toBeVisible();
  await page.getByLabel('Text of a comment').fill('The best Casinos!');
  await press(page, 'Check text');
  await expect(page.getByText('It would be refused')).toBeVisible();
  await expect(mallory.post(slug, 'See supercasino.example.')).rejects.toThrow('word-refused');
  await press(page, 'Remove *casino*');
  await expect(page.getByText('Removed from the list.')).toBeVisible();

  await page.goto('/admin/settings');
  await page.getByLabel('Report weight').fill('9.5');
  await page.getByLabel('Hold the first comment').check();
  await press(page, 'Save');
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByLabel('Report weight')).toHaveValue('9.5');
  const newcomer = await user('newton');
  await newcomer.post(slug, 'My first words.');
  await page.goto('/moderation?filter=held');
  await expect(rowOf(page, newcomer.name)).toContainText('Held comment');

  // The next tests write on the same site.
  await page.goto('/admin/settings');
  await page.getByLabel('Hold the first comment').uncheck();
  await press(page, 'Save');
  await expect(page.getByText('Saved.')).toBeVisible();
});
