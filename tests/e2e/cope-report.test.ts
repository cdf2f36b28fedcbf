// The Cope Report in browsers: a visitor subscribes, an admin prepares and sends an issue, the mail arrives.
import type { Page } from '@playwright/test';
import { mailTo } from '../support/mailbox.ts';
import { expect, test } from '../support/browser/moderation.ts';

// Playwright's scripts in the frame of the mail, which allows none.
test.use({ expectedErrors: [/^Blocked script execution in '[^']*\/admin\/report\/mail/] });

/** Titles of the draft's items, in order. */
// On a separate site, because other files prepare an issue too, and there is one draft at a time.
test.use({ siteEnv: { SAMPLE_DATA: 'off' } });

const titles = (page: Page) => page.locator('.item .what > a');
const item = (page: Page, title: string) => page.locator('.item').filter({ hasText: title });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

test('an admin prepares and sends an issue; a subscriber gets it and unsubscribes with one click', async ({
  page,
  site,
  staff,
  publish,
}) => {
  const address = 'reader@example.org';
  await page.goto('/report');
  const form = page.getByRole('main');
  await form.getByLabel('Email address').fill(address);
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await expect(form.getByText('Check your email.')).toBeVisible();
  await page.goto((await mailTo(site.dataDir, address, /Confirm/)).link('/report/confirm'));
  await form.getByRole('button').click();

  const first = await publish();
  const second = await publish();
  const admin = await staff('linus', 'admin');
  const desk = await admin.context.newPage();
  await desk.goto('/admin/report');
  await press(desk, 'Compose the next issue');
  await expect(titles(desk)).toHaveText([second.title, first.title]);
  await item(desk, first.title)
    .getByRole('button', { name: /^Move .* up/ })
    .click();
  await expect(titles(desk)).toHaveText([first.title, second.title]);
  await item(desk, second.title)
    .getByRole('button', { name: /^Leave out/ })
    .click();
  await expect(item(desk, second.title)).toContainText('Left out');
  await desk.getByLabel('Introduction').fill('A word <b>before</b> it.');
  await press(desk, 'Save introduction');
  await expect(desk.getByText('The introduction is saved.')).toBeVisible();
  const mail = desk.frameLocator('iframe');
  await expect(mail.getByText('A word <b>before</b> it.').last()).toBeVisible();
  await expect(mail.getByRole('link', { name: first.title })).toHaveAttribute(
    'href',
    `${site.url}/v/${first.slug}`,
  );
  await expect(mail.getByText(second.title)).toHaveCount(0);

  await press(desk, 'Send to 1 subscriber');
  await expect(desk.getByText('The issue is being sent.')).toBeVisible();
  const issue = await mailTo(site.dataDir, address, /^The Cope Report No\. 1: /);
  expect(issue.subject).toContain(first.title);
  expect(issue.text).toContain('A word <b>before</b> it.');
  expect(issue.html).toContain('A word &lt;b>before&lt;/b> it.');
  expect(issue.text).not.toContain(second.title);
  const [, oneClick] = /^List-Unsubscribe: <([^>]+)>\r$/m.exec(issue.raw.replace(/\r\n[ \t]+/g, ' '))!;
  expect(issue.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  // After the last mail the issue is listed with its figures.
  await expect(desk.getByRole('row', { name: /^No\. 1 .* 1 1 0$/ })).toBeVisible();

  await page.goto(issue.link('/report/1'));
  await expect(page.getByRole('heading', { name: first.title })).toBeVisible();
  await page.goto('/report');
  await expect(page.getByRole('link', { name: 'No. 1' })).toBeVisible();

  // As mail providers do: without cookie and Origin.
  const answer = await fetch(oneClick!, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  expect(answer.ok).toBe(true);
  await desk.reload();
  await expect(desk.getByText('0 subscribers')).toBeVisible();
});

test('without JavaScript, an issue is composed, edited, previewed and discarded', async ({
  browser,
  staff,
  publish,
}) => {
  const [first, second] = [await publish(), await publish()];
  const admin = await staff('linus', 'admin');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await admin.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto('/admin/report?look=text');
  await press(page, 'Compose the next issue');
  await item(page, second.title)
    .getByRole('button', { name: /^Move .* down/ })
    .click();
  await expect(titles(page).first()).toHaveText(first.title);
  await item(page, first.title)
    .getByRole('button', { name: /^Leave out/ })
    .click();
  await expect(page.locator('pre')).toContainText(second.title);
  await expect(page.locator('pre')).not.toContainText(first.title);
  await item(page, first.title)
    .getByRole('button', { name: /^Put back/ })
    .click();
  await page.getByRole('link', { name: 'Page', exact: true }).click();
  await expect(page.getByRole('heading', { name: first.title })).toBeVisible();
  await page.getByLabel('Weekly').selectOption('on');
  await press(page, 'Save schedule');
  await expect(page.getByText('The next issue is sent on')).toBeVisible();
  await press(page, 'Discard');
  await expect(page.getByText('No issue is being prepared')).toBeVisible();
  await context.close();
});
