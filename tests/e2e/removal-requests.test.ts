// A request to remove a comment, from the form to the answer.
import { expect, open, rowOf, test } from '../support/browser/moderation.ts';

test('someone without an account or JavaScript requests a removal; it reaches the queue at once, and the decision is answered by email', async ({
  browser,
  publish,
  user,
  staff,
  site,
}) => {
  const { slug } = await publish();
  const [mary, mallory] = [await staff('mary'), await user('mallory')];
  const comment = await mallory.post(slug, 'Vera lives at 3 Mill Lane.');
  const queue = await open(mary, '/moderation?filter=requests');

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`/v/${slug}/report/${comment.id}`);
  await page.getByRole('link', { name: 'Request its removal' }).click();
  await expect(page.getByText('Vera lives at 3 Mill Lane.')).toBeVisible();
  await page.getByLabel('What in it harms you?').fill('That is my home.');
  await page.getByLabel('Your email address').fill('nonsense@nowhere');
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByText('This isn’t an email address.')).toBeVisible();
  await expect(page.getByLabel('Address of the comment')).toHaveValue(new RegExp(`#c-${comment.id}$`));
  await expect(page.getByLabel('What in it harms you?')).toHaveValue('That is my home.');
  const address = `vera-${comment.id}@example.org`;
  await page.getByLabel('Your email address').fill(address);
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByRole('heading', { name: 'Your request has arrived' })).toBeVisible();

  const row = rowOf(queue, mallory.name);
  await expect(row).toContainText('1 removal request');
  await row.getByRole('link').first().click();
  await expect(queue.getByRole('heading', { level: 1 })).toContainText('Removal request');
  await expect(queue.getByText('That is my home.')).toBeVisible();
  await expect(queue.getByText(address)).toHaveCount(0);
  await queue.locator('[data-decision=remove] summary').click();
  await expect(queue.locator('[data-decision=remove]').getByLabel('Reason')).toHaveValue('private_data');
  await queue.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(queue.getByText('You removed a comment.')).toBeVisible();
  await expect(queue.getByText('answered: removed')).toBeVisible();
  // Held until the decision can't be undone any more.
  const mails = await site.sql(`SELECT subject, held FROM mails WHERE "to" = $1 ORDER BY created_at, id`, [
    address,
  ]);
  expect(mails).toEqual([
    { subject: 'Your removal request to CopeCheck', held: false },
    { subject: 'The comment is removed', held: true },
  ]);
  await plain.close();
});
