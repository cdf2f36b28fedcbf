// All mails of a site without mail settings: an account's address, a lost password, and
// The Cope Report from subscribing to unsubscribing. Each mail is a file in the outbox.
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { mailTo, readOutbox } from '../support/mailbox.ts';
import { expect, test } from '../support/browser/users.ts';

// On a separate site with an operator's limits.
test.use({
  siteEnv: { RATE_LIMITS: 'on' },
  // Playwright's scripts in the preview of the mail, whose frame allows none.
  expectedErrors: [/Blocked script execution in '.*\/admin\/report\/mail/],
});

const NEW_PASSWORD = 'lantern-orchard-nine';
const EMAIL = 'forgetful@example.org';
const READER = 'reader@example.org';

async function signUp(page: Page): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('forgetful');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Email address (optional)').fill(EMAIL);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('link', { name: 'forgetful' })).toBeVisible();
}

async function resetPassword(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('heading', { name: 'Password changed' })).toBeVisible();
}

/** The form is in the footer of every page. */
async function subscribe(page: Page, slug: string): Promise<void> {
  await page.goto(`/v/${slug}`);
  const box = page.getByRole('form', { name: 'The Cope Report' });
  await box.getByLabel('Email address').fill(READER);
  await box.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText('Check your email')).toBeVisible();
}

test('an address is confirmed, a password reset, an issue received, and the subscription ended', async ({
  site,
  user,
  publish,
  visitor,
}) => {
  const mail = (to: string, subject: RegExp) => mailTo(site.dataDir, to, subject);
  const { slug, title } = await publish();
  const lost = await (await visitor()).context.newPage();
  const elsewhere = await (await visitor()).context.newPage();

  await signUp(lost);
  await lost.goto((await mail(EMAIL, /Confirm/)).link('/confirm'));
  await lost.getByRole('button', { name: 'Confirm address' }).click();
  await expect(lost.getByRole('heading', { name: 'Address confirmed' })).toBeVisible();

  await elsewhere.goto('/sign-in');
  await elsewhere.getByRole('link', { name: 'Forgot your password?' }).click();
  await elsewhere.getByRole('main').getByLabel('Email address').fill(EMAIL);
  await elsewhere.getByRole('button', { name: 'Send link' }).click();
  await resetPassword(elsewhere, (await mail(EMAIL, /Reset/)).link('/reset'));
  await lost.goto('/settings');
  await expect(lost.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();

  const reader = await (await visitor()).context.newPage();
  await subscribe(reader, slug);
  await reader.goto((await mail(READER, /Confirm/)).link('/report/confirm'));
  await reader.getByRole('button', { name: 'Confirm my subscription' }).click();
  await expect(reader.getByRole('heading', { name: 'You are subscribed' })).toBeVisible();

  const editor = await user('editor');
  await site.setRole(editor.name, 'admin');
  const desk = await editor.context.newPage();
  await desk.goto('/admin/report');
  await desk.getByRole('button', { name: 'Compose the next issue' }).click();
  await desk.getByRole('button', { name: 'Send to 1 subscriber' }).click();
  const issue = await mail(READER, /^The Cope Report No\. 1/);
  expect(issue.text).toContain(title);
  expect(issue.html).toContain(title);
  await reader.goto('/report/1');
  await expect(reader.getByRole('main')).toContainText(title);

  // As mail providers do: no browser, no cookie, no Origin.
  const oneClick = /<(.+)>/.exec(issue.headers.find(({ key }) => key === 'list-unsubscribe')!.value)![1]!;
  expect(issue.link('/unsubscribe')).toBe(oneClick);
  const answer = await fetch(oneClick, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(answer.status).toBe(200);
  await reader.goto(oneClick);
  await expect(reader.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
  const toReader = (await readOutbox(site.dataDir)).filter(({ address }) => address === READER);
  expect(toReader.map(({ subject }) => subject)).toHaveLength(2);
});
