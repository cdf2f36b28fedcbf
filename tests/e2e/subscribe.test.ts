// Subscribing to The Cope Report and unsubscribing, with and without JavaScript.
import type { Page } from '@playwright/test';
import { mailTo } from '../support/mailbox.ts';
import type { Site } from '../support/site.ts';
import { expect, test } from '../support/browser/users.ts';

const box = (page: Page) => page.getByRole('form', { name: 'The Cope Report' });

/** Fills in the form in the footer. */
async function subscribe(page: Page, email: string): Promise<void> {
  await box(page).getByLabel('Email address').fill(email);
  await box(page).getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText('Check your email.')).toBeVisible();
}

/** Confirms on the page that the mail links to. @returns the address to unsubscribe */
async function confirm(page: Page, { dataDir }: Site, email: string): Promise<string> {
  await page.goto((await mailTo(dataDir, email, /Confirm your subscription/)).link('/report/confirm'));
  await page.getByRole('button', { name: 'Confirm my subscription' }).click();
  await expect(page.getByRole('heading', { name: 'You are subscribed' })).toBeVisible();
  const link = page.getByRole('link', { name: 'Unsubscribe' });
  return new URL((await link.getAttribute('href'))!, page.url()).href;
}

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript, on a phone', () => {
    test.use({ javaScriptEnabled, ...(javaScriptEnabled ? {} : { viewport: { width: 390, height: 800 } }) });

    test('a reader subscribes below a verdict, confirms, and unsubscribes', async ({
      page,
      site,
      publish,
    }) => {
      const email = `reader-${javaScriptEnabled}@example.org`;
      const { slug } = await publish();
      await page.goto(`/v/${slug}`);
      await subscribe(page, email);
      const unsubscribe = await confirm(page, site, email);
      await page.goto(unsubscribe);
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
      await page.goto(unsubscribe);
      await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
    });
  });

test('one click in the mail program unsubscribes, and the reader can subscribe again', async ({
  page,
  site,
}) => {
  const email = 'back@example.org';
  for (const time of ['first', 'second']) {
    await page.goto('/about');
    await subscribe(page, email);
    const address = await confirm(page, site, email);
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([time, answer.status]).toEqual([time, 200]);
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
  }
});

test('an invalid address stays in the field, with a message', async ({ page }) => {
  await page.goto('/report');
  const field = page.getByLabel('Email address');
  // Browsers accept it, mail servers don't.
  await field.fill('ada@localhost');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByText('This isn’t an email address.')).toBeVisible();
  await expect(field).toHaveValue('ada@localhost');
});

test('a void link says why', async ({ page }) => {
  for (const [path, why] of [
    ['/report/confirm?token=x', 'This confirmation link no longer works.'],
    ['/unsubscribe?token=x', 'This unsubscribe link is incomplete'],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(404);
    await expect(page.getByText(why)).toBeVisible();
  }
});
