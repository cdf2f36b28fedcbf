// From a pasted page to a published verdict: with a mouse, by keyboard, and without JavaScript.
import type { Locator, Page } from '@playwright/test';
import { verdictText } from '../support/verdict-text.ts';
import { expect, test, type BrowserUser } from '../support/browser/users.ts';
import type { Site } from '../support/site.ts';

/** A heading that no parser can recognise. */
const ODD = 'what the clerks say about it';

const pageOf = (title: string) =>
  verdictText(title).replace('\n\nHIDDEN', `\n\n${ODD}\n\nThey say little.\n\nHIDDEN`);

const preview = (page: Page) => page.getByRole('region', { name: /^Preview/ });
const line = (page: Page, text: string) =>
  page.locator('li').filter({ has: page.getByText(text, { exact: true }) });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const rowOf = (page: Page, title: string) =>
  page.getByRole('article').filter({ has: page.getByRole('link', { name: title, exact: true }) });

async function admin(user: (name: string) => Promise<BrowserUser>, site: Site) {
  const linus = await user('linus');
  await site.setRole(linus.name, 'admin');
  return linus.context.newPage();
}

/** Pastes a page and opens its draft. */
async function paste(page: Page, source: string) {
  await page.goto('/admin/verdicts/new');
  await page.getByLabel('The page', { exact: true }).fill(source);
  await press(page, 'Continue to the preview');
  await expect(page).toHaveURL(/\/admin\/verdicts\/drafts\//);
}

/** Edits the verdict, publishes the new version with a note, and retracts it, with or without JavaScript. */
async function editAndRetract(page: Page, title: string) {
  await page.goto('/admin/verdicts');
  await rowOf(page, title).getByRole('button', { name: /^Edit/ }).click();
  await page.getByText('Edit the source text').click();
  const source = page.getByLabel('Source text');
  const text = await source.inputValue();
  await source.fill(text.replace('Machines listen.', 'Machines pretend to listen.'));
  await press(page, 'Update text');
  await expect(preview(page).getByText('New claim: no votes yet')).toHaveCount(1);
  const changes = page.getByRole('region', { name: 'Changes to version 1' });
  await expect(changes.getByRole('insertion').first()).toContainText('pretend to');
  await expect(changes.getByRole('listitem')).toContainText('Machines listen.');
  // The published version's correction is kept.
  await expect(line(page, ODD)).toContainText('corrected');
  await page.getByLabel('What has changed, for readers').fill('Assumption 2 was too strong.');
  await press(page, 'Publish');
  await expect(page.getByText('The new version is published.')).toBeVisible();
  await expect(page.getByText('Machines pretend to listen.')).toBeVisible();

  await page.goto('/admin/verdicts');
  const row = rowOf(page, title);
  await row.getByText('Take down').click();
  await row.getByLabel('Why it is retracted, for readers').fill('The paper was withdrawn.');
  await row.getByRole('button', { name: 'Retract' }).click();
  await expect(page.getByText('Retracted: readers see')).toBeVisible();
  await expect(rowOf(page, title)).toContainText('The paper was withdrawn.');
}

async function expectRetracted(visitor: BrowserUser, slug: string) {
  const page = await visitor.context.newPage();
  expect((await page.goto(slug))?.status()).toBe(410);
  await expect(page.getByText('The paper was withdrawn.')).toBeVisible();
}

test('with the mouse', async ({ user, site, visitor }) => {
  const page = await admin(user, site);
  const title = 'Published with the mouse';
  await paste(page, pageOf(title));
  await expect(preview(page).getByRole('heading', { name: title })).toBeVisible();
  await expect(preview(page).getByRole('heading', { name: ODD })).toHaveCount(0);
  await line(page, ODD).locator('label').click();
  await page.getByRole('button', { name: 'Heading', exact: true }).click();
  await expect(preview(page).getByRole('heading', { name: ODD })).toBeVisible();
  await expect(line(page, ODD)).toContainText('corrected');
  await press(page, 'Publish');
  await expect(page.getByText('Published. This is the verdict’s page.')).toBeVisible();
  await expect(page.getByRole('heading', { name: ODD })).toBeVisible();
  const address = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'About' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^An AI says/ })).toBeVisible();
  await expect(page.getByText('Published. This is the verdict’s page.')).toHaveCount(0);
  await editAndRetract(page, title);
  await expectRetracted(await visitor(), address);
});

test('a range of lines is selected with Shift, and its correction undone', async ({ user, site }) => {
  const page = await admin(user, site);
  await paste(page, pageOf('A range of lines'));
  await line(page, ODD).locator('label').click();
  await line(page, 'They say little.')
    .locator('label')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('2 lines selected')).toBeVisible();
  await press(page, 'Boilerplate');
  await expect(preview(page).getByText('They say little.')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: '2 corrected' })).toBeVisible();
  await line(page, ODD).locator('label').click();
  await press(page, 'Undo correction');
  await expect(preview(page).getByText(ODD)).toBeVisible();
});

test('by keyboard alone', async ({ user, site }) => {
  const page = await admin(user, site);
  const title = 'Published by keyboard';
  await page.goto('/admin/verdicts/new');
  await tabTo(page, page.getByLabel('The page', { exact: true }));
  await page.keyboard.insertText(pageOf(title));
  await tabTo(page, page.getByRole('button', { name: 'Continue to the preview' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/drafts\//);
  await expect(page.getByText('Keys:')).toBeVisible();

  const odd = line(page, ODD).getByRole('checkbox');
  await tabTo(page, page.getByRole('checkbox').first());
  for (let steps = 0; !(await isFocused(odd)) && steps < 30; steps++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 lines selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 line selected')).toBeVisible();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Heading', exact: true }));
  await page.keyboard.press('Enter');
  await expect(preview(page).getByRole('heading', { name: ODD })).toBeVisible();
  // The focus is back at the line, with nothing selected.
  await expect(odd).toBeFocused();
  await expect(odd).not.toBeChecked();

  await tabTo(page, page.getByRole('button', { name: 'Publish', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Published. This is the verdict’s page.')).toBeVisible();
});

test('a page that is no verdict shows why at the line, and can’t be published until it is corrected', async ({
  user,
  site,
}) => {
  const page = await admin(user, site);
  await paste(page, `A title\n\nSome text.\n\n${ODD}\n\nMore text.`);
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await expect(page.getByText('This can’t be published yet.')).toBeVisible();
  await page.getByRole('link', { name: /^Go to line/ }).click();
  await expect(page.locator('li:target')).toBeInViewport();
  await line(page, ODD).locator('label').click();
  await press(page, 'Heading');
  await expect(preview(page).getByRole('heading', { name: ODD })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeEnabled();
});

test('of two tabs with the same draft the second sees the conflict and keeps its text', async ({
  user,
  site,
}) => {
  const page = await admin(user, site);
  await paste(page, pageOf('Two tabs'));
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const [tab, text] of [
    [page, pageOf('The first tab')],
    [other, pageOf('The second tab')],
  ] as const) {
    await tab.getByText('Edit the source text').click();
    await tab.getByLabel('Source text').fill(text);
    await press(tab, 'Update text');
  }
  await expect(page.getByRole('heading', { name: 'The first tab' })).toBeVisible();
  await expect(other.getByRole('alert')).toContainText('Someone changed this draft');
  await expect(other.getByRole('heading', { name: 'The first tab' })).toBeVisible();
  await expect(other.getByLabel('Source text')).toHaveValue(pageOf('The second tab'));
  await press(other, 'Update text');
  await expect(other.getByRole('heading', { name: 'The second tab' })).toBeVisible();
});

test('a file that is too large is refused before the upload, and one that isn’t text after it', async ({
  user,
  site,
}) => {
  const page = await admin(user, site);
  await page.goto('/admin/verdicts/new');
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('Or a file').setInputFiles({ name, mimeType: 'text/plain', buffer });
  await choose('long.txt', Buffer.alloc(1024 * 1024 + 1, 'a'));
  await expect(page.getByText('long.txt is larger than 1 MB. Choose another file.')).toBeVisible();
  await choose('binary.txt', Buffer.from([0, 1, 2]));
  await press(page, 'Continue to the preview');
  await expect(page.getByText('binary.txt isn’t text in UTF-8.')).toBeVisible();
  await choose('page.txt', Buffer.from(pageOf('From a file')));
  await press(page, 'Continue to the preview');
  await expect(preview(page).getByRole('heading', { name: 'From a file' })).toBeVisible();
  await expect(page.getByText('page.txt')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a page is pasted, corrected, published, edited and retracted', async ({ user, site, visitor }) => {
    const page = await admin(user, site);
    const title = 'Published without JavaScript';
    await paste(page, pageOf(title));
    await line(page, ODD).getByRole('checkbox').check();
    await press(page, 'Heading');
    await expect(preview(page).getByRole('heading', { name: ODD })).toBeVisible();
    await expect(line(page, ODD)).toBeInViewport();
    await press(page, 'Publish');
    await expect(page.getByText('Published. This is the verdict’s page.')).toBeVisible();
    const address = new URL(page.url()).pathname;
    await editAndRetract(page, title);
    await expectRetracted(await visitor(), address);
  });

  test('a draft is deleted after a second press', async ({ user, site }) => {
    const page = await admin(user, site);
    await paste(page, pageOf('To be deleted'));
    await page.getByText('Delete draft').click();
    await press(page, 'Delete it');
    await expect(page.getByText('The draft was deleted.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'To be deleted' })).toHaveCount(0);
  });
});

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator, key = 'Tab') {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key);
    if (await isFocused(target)) return;
  }
  throw new Error(`60 presses of ${key} do not lead there`);
}

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
