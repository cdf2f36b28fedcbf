// What the first admin of a new site sees.
import { PASSWORD } from '../support/cast.ts';
import { verdictText } from '../support/verdict-text.ts';
import { expect, test } from '../support/browser/users.ts';

// On a separate site, because the link is void on one that has an admin.
test.use({ siteEnv: { SAMPLE_DATA: 'off' } });

test('the first admin gets to the overview, which says what to do first', async ({ site, visitor }) => {
  const page = await (await visitor()).context.newPage();
  await page.goto(site.adminLink()!);
  await page.getByLabel('Name').fill('pioneer');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create admin account' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  const steps = page.getByRole('region', { name: 'Before your first readers' });
  await expect(steps.getByText('0 of 4 done')).toBeVisible();
  await expect(page.getByText('You have nothing to do.')).toBeVisible();
  await steps.getByRole('link', { name: 'New verdict' }).click();
  await page.getByLabel('The page', { exact: true }).fill(verdictText('The operator’s own'));
  await page.getByRole('button', { name: 'Continue to the preview' }).click();
  await expect(page).toHaveURL(/\/admin\/verdicts\/drafts\//);
  await page.goto('/admin');
  await expect(page.getByRole('link', { name: '1 Drafts' })).toBeVisible();
});
