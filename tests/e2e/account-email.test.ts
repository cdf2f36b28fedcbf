// An email address at sign-up, its confirmation and a password reset, with a mail scanner that opens each link.
import type { BrowserContext, Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { mailTo } from '../support/mailbox.ts';
import { expect, test } from '../support/browser/users.ts';

/** The page's footer has an email field too. */
const main = (page: Page) => page.getByRole('main');

const NEW = 'lantern-orchard-nine';

/** Opens a link as a mail scanner does: HEAD and GET, twice, from another address without a cookie. */
async function scan(link: string): Promise<void> {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Scanner/1.0' };
  for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
    const answer = await fetch(link, { method, headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('strict-origin');
    expect(answer.headers.get('cache-control')).toContain('no-store');
  }
}

async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await main(page).getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
}

async function confirmAndReset(
  { dataDir }: { dataDir: string },
  { at, name, elsewhere }: { at: BrowserContext; name: string; elsewhere: BrowserContext },
): Promise<void> {
  const email = `${name}@example.org`;
  const page = await at.newPage();
  await signUp(page, name, email);
  const confirm = (await mailTo(dataDir, email, /Confirm/)).link('/confirm');
  await scan(confirm);
  await page.goto('/settings');
  await expect(page.getByText(`${email} isn’t confirmed yet.`)).toBeVisible();
  await page.goto(confirm);
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await expect(page.getByRole('heading', { name: 'Address confirmed' })).toBeVisible();
  await page.goto(confirm);
  await expect(page.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByText(`${email} is confirmed.`)).toBeVisible();

  const other = await elsewhere.newPage();
  await other.goto('/sign-in');
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await main(other).getByLabel('Email address').fill(email.toUpperCase());
  await other.getByRole('button', { name: 'Send link' }).click();
  await expect(other.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  const reset = (await mailTo(dataDir, email, /Reset/)).link('/reset');
  await scan(reset);
  await other.goto(reset);
  await other.getByLabel('New password').fill('short');
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByText('Use at least 10 characters')).toBeVisible();
  await other.getByLabel('New password').fill(NEW);
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByRole('heading', { name: 'Password changed' })).toBeVisible();
  await mailTo(dataDir, email, /password was changed/);

  // The first browser's session has ended.
  await page.goto('/settings');
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await other.getByRole('link', { name: 'Sign in' }).last().click();
  await other.getByLabel('Name').fill(name);
  await other.getByLabel('Password').fill(NEW);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('link', { name })).toBeVisible();
}

test('a user confirms an address and resets a password by mail, which ends other sessions', async ({
  site,
  context,
  visitor,
}) => {
  await confirmAndReset(site, { at: context, name: 'forgetful', elsewhere: (await visitor()).context });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('it works the same', async ({ site, context, visitor }) => {
    await confirmAndReset(site, { at: context, name: 'forgetful-2', elsewhere: (await visitor()).context });
  });
});

test('an address is changed and removed in the settings, and a session elsewhere is ended', async ({
  site,
  user,
  visitor,
}) => {
  const ada = await user('ada');
  const elsewhere = await visitor();
  await elsewhere.request('POST', '/session', { username: ada.name, password: PASSWORD });
  const page = await ada.context.newPage();
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Email address' });
  const enter = async (email: string, button: string) => {
    await section.getByLabel(/address$/i).fill(email);
    await section.getByLabel('Your password').fill(PASSWORD);
    await section.getByRole('button', { name: button }).click();
  };
  await enter('first@example.org', 'Save address');
  await expect(section.getByText('first@example.org isn’t confirmed yet.')).toBeVisible();
  await page.goto((await mailTo(site.dataDir, 'first@example.org', /Confirm/)).link('/confirm'));
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByRole('link', { name: 'Back to your settings' }).click();
  await enter('second@example.org', 'Change address');
  await expect(section.getByText('Until then, emails go to your confirmed address.')).toBeVisible();
  await section.getByRole('button', { name: 'Cancel the change' }).click();
  await expect(section.getByText('second@example.org')).toBeHidden();
  await section.getByRole('button', { name: 'Remove address' }).click();
  await expect(section.getByText('Enter a password.')).toBeVisible();
  await section.getByLabel('Your password').fill(PASSWORD);
  await section.getByRole('button', { name: 'Remove address' }).click();
  await expect(section.getByText('You have no email address here')).toBeVisible();
  await mailTo(site.dataDir, 'first@example.org', /was removed/);

  const sessions = page.getByRole('region', { name: 'Where you’re signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: /^Sign out Unknown|^Sign out (?!here|all|every)/ }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expect(elsewhere.request('GET', '/me')).rejects.toThrow('401');
});
