// Everything a reader does works with JavaScript off.
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { commentOf, expect, saying, test, type BrowserUser } from '../support/browser/users.ts';

test.use({ javaScriptEnabled: false });

const composer = (page: Page) => page.getByLabel('Your comment');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Opens the verdict in a new tab. */
async function open({ context }: BrowserUser, slug: string, query = '') {
  const page = await context.newPage();
  await page.goto(`/v/${slug}${query}`);
  return page;
}

test('a reader reads, and sorts the comments', async ({ publish, user, visitor, site }) => {
  const { slug, title } = await publish();
  const ada = await user('ada');
  const first = await ada.post(slug, 'The first.');
  await ada.post(slug, 'The second.');
  const page = await open(await visitor(), slug);
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.locator('#thread > li')).toContainText(['The second.', 'The first.']);
  await expect(page.getByText('Connecting…')).toBeHidden();
  await page.getByRole('link', { name: 'Oldest' }).click();
  await expect(page.locator('#thread > li')).toContainText(['The first.', 'The second.']);
  await expect(page.getByRole('link', { name: 'Oldest' })).toHaveAttribute('aria-current', 'true');
  // Ten votes and five helpful ratings from each side.
  await site.sql(
    `UPDATE claims SET agree = 10, disagree = 10 WHERE id = (SELECT headline_id FROM verdicts WHERE slug = $1)`,
    [slug],
  );
  await site.sql(`UPDATE verdicts SET tally_version = tally_version + 1 WHERE slug = $1`, [slug]);
  await site.sql(`UPDATE comments SET helpful = 10, agree_helpful = 5, disagree_helpful = 5 WHERE id = $1`, [
    first.id,
  ]);
  await page.goto(`/v/${slug}`);
  await expect(page.getByRole('link', { name: 'Common ground' })).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('#thread > li').first()).toContainText('Helpful to both sides');
});

test('a long thread has a second page and a way back', async ({ publish, user, visitor }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  for (let i = 1; i <= 52; i++) await ada.post(slug, `Number ${i}.`);
  const page = await open(await visitor(), slug, '?sort=oldest');
  await expect(page.locator('#thread > li')).toHaveCount(50);
  await page.getByRole('link', { name: 'More comments' }).click();
  await expect(page.locator('#thread > li')).toContainText(['Number 51.', 'Number 52.']);
  await page.getByRole('link', { name: 'Back to the first comments' }).click();
  await expect(page.locator('#thread > li').first()).toContainText('Number 1.');
});

test('a permalink shows the comment with its ancestors; “4 more replies” leads to the rest', async ({
  publish,
  user,
  visitor,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  await ada.post(slug, 'Another thread.');
  const root = await ada.post(slug, 'The root.');
  const answer = await ada.post(slug, 'The answer.', root.id);
  const deep = await ada.post(slug, 'The answer to the answer.', answer.id);
  for (let i = 1; i <= 12; i++) await ada.post(slug, `Reply ${i}.`, root.id);

  const page = await open(await visitor(), slug, `?comment=${deep.id}#c-${deep.id}`);
  for (const comment of [root, answer, deep]) await expect(commentOf(page, comment)).toBeVisible();
  await expect(commentOf(page, deep)).toBeInViewport();
  await expect(saying(page, 'Another thread.')).toHaveCount(0);

  await page.getByRole('link', { name: 'Show all comments' }).click();
  await expect(saying(page, 'Another thread.')).toBeVisible();
  await expect(saying(page, 'Reply 12.')).toHaveCount(0);
  await page.getByRole('link', { name: '4 more replies' }).click();
  await expect(saying(page, 'Reply 12.')).toBeVisible();
});

test('a comment written while signed out is kept through a refused and an accepted sign-up', async ({
  publish,
  visitor,
}) => {
  const { slug } = await publish();
  const page = await open(await visitor(), slug);
  await composer(page).fill('Two lines,\n\nand an <b>argument</b> & a half.');
  await press(page, 'Sign up to comment');
  await expect(page.getByText('Your comment is kept.')).toBeVisible();
  await page.getByLabel('Name').fill('newcomer');
  await page.getByLabel('Password').fill('short');
  await press(page, 'Create account');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('newcomer');
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Create account');
  await expect(composer(page)).toHaveValue('Two lines,\n\nand an <b>argument</b> & a half.');
  await press(page, 'Post comment');
  await expect(page).toHaveURL(new RegExp(`/v/${slug}#c-`));
  await expect(page.getByRole('article', { name: 'Comment by newcomer' })).toContainText(
    'and an <b>argument</b> & a half.',
  );
});

test('a comment kept at sign-up is kept at sign-in too with its passage, and posted from there', async ({
  publish,
  user,
  visitor,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const page = await open(await visitor(), slug, '/authorship');
  await expect(page.getByText('Sign in to say that you wrote this paper.')).toBeVisible();
  await page.goto(`/v/${slug}/passages/the-dissection.0`);
  await composer(page).fill('I had an account all along.');
  await press(page, 'Sign up to comment');
  await press(page, 'Sign in');
  await page.getByLabel('Name').fill(ada.name);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Sign in');
  await expect(page.getByText('It does not say whom.')).toBeVisible();
  await press(page, 'Post comment');
  await expect(saying(page, 'I had an account all along.')).toBeVisible();
});

test('a reader comments, replies, edits, withdraws', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Answer me.');
  const page = await open(ada, slug);
  await composer(page).fill('A *new* thought.');
  await press(page, 'Comment');
  const mine = page.getByRole('article', { name: `Comment by ${ada.name}` });
  await expect(mine.locator('em')).toHaveText('new');

  await commentOf(page, theirs).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${grace.name}`).fill('Here you are.');
  await press(page, 'Reply');
  await expect(saying(page, 'Here you are.')).toBeVisible();
  await expect(commentOf(page, theirs)).toBeVisible();

  await saying(page, 'Here you are.').getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Edit your comment')).toHaveValue('Here you are.');
  await page.getByLabel('Edit your comment').fill('There you are.');
  await press(page, 'Save');
  await saying(page, 'There you are.').getByRole('link', { name: 'edited' }).click();
  await expect(page.getByRole('listitem')).toContainText(['There you are.', 'Here you are.']);
  await page.getByRole('link', { name: 'Back to the comment' }).click();

  await saying(page, 'There you are.').getByRole('link', { name: 'Withdraw' }).click();
  await press(page, 'Withdraw comment');
  await expect(saying(page, 'There you are.')).toHaveCount(0);
});

test('the question before a long comment is withdrawn is in view', async ({ publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const long = await ada.post(slug, Array(40).fill('One more line.').join('\n\n'));
  const page = await open(ada, slug);
  await page.setViewportSize({ width: 390, height: 640 });
  await commentOf(page, long).getByRole('link', { name: 'Withdraw' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw comment' })).toBeInViewport({ ratio: 1 });
});

test('a reader rates a comment and votes on claims, and undoes both', async ({ publish, user, site }) => {
  const { slug, claims } = await publish();
  await site.age(slug);
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Rate me.');
  const page = await open(ada, slug);
  const helpful = commentOf(page, theirs).getByRole('button', { name: /^Helpful/ });
  await helpful.click();
  await expect(helpful).toHaveAccessibleName('Helpful 1');
  await helpful.click();
  await expect(helpful).toHaveAccessibleName('Helpful');

  for (const { id } of claims) {
    const ballot = page.locator(`[id="claim-${id}"]`);
    await ballot.getByRole('button').first().click();
    await expect(ballot.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
    await expect(ballot.getByRole('img')).toHaveAccessibleName(/^1 .*, 0 /);
    await expect(ballot).toBeInViewport();
  }
  const ballot = page.locator(`[id="claim-${claims[0]!.id}"]`);
  await ballot.getByRole('button').nth(1).click();
  await expect(ballot.getByRole('img')).toHaveAccessibleName(/^0 .*, 1 /);
  await ballot.getByRole('button').nth(1).click();
  await expect(ballot.getByRole('img')).toHaveAccessibleName('No votes yet');
});

test('a refused comment, reply or edit keeps its text and says what to do', async ({ publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const own = await ada.post(slug, 'Edit me.');
  const long = 'x'.repeat(10_001);
  const refused = /10,000 characters/;
  const page = await open(ada, slug);
  await composer(page).fill(long);
  await press(page, 'Comment');
  await expect(composer(page)).toHaveValue(long);
  await expect(page.getByRole('alert')).toContainText(refused);

  await page.goto(`/v/${slug}?reply=${own.id}`);
  await page.getByLabel(`Reply to ${ada.name}`).fill(long);
  await press(page, 'Reply');
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue(long);
  await expect(page.getByRole('alert')).toContainText(refused);

  await page.goto(`/v/${slug}?edit=${own.id}`);
  await page.getByLabel('Edit your comment').fill(long);
  await press(page, 'Save');
  await expect(page.getByLabel('Edit your comment')).toHaveValue(long);
  await expect(page.getByRole('alert')).toContainText(refused);
});

test('a search with too many words says so at the field and keeps them', async ({ visitor }) => {
  const page = await (await visitor()).context.newPage();
  const words = 'measured — twice '.repeat(20).trim();
  const response = await page.goto(`/?q=${encodeURIComponent(words)}`);
  expect(response!.status()).toBe(200);
  const field = page.getByRole('searchbox', { name: 'Search the verdicts' });
  await expect(field).toHaveValue(words);
  await expect(field).toHaveAccessibleDescription(/^Use up to 200 characters\./);
  await field.fill('nowhere');
  await field.press('Enter');
  await expect(page.getByText('No verdicts match')).toBeVisible();
});

test('a visitor’s feedback is refused with its text kept, then arrives', async ({ visitor }) => {
  const page = await (await visitor()).context.newPage();
  await page.goto('/feedback?from=/about');
  await page.getByLabel('What is it?').selectOption('praise');
  await page.getByLabel('Message').fill('Reads well.');
  await page.getByLabel(/^Mail address/).fill('ada@nowhere');
  await press(page, 'Send');
  await expect(page.getByLabel('Message')).toHaveValue('Reads well.');
  await expect(page.getByLabel('What is it?')).toHaveValue('praise');
  await expect(page.getByLabel(/^Mail address/)).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(/^Mail address/).fill('ada@example.org');
  await press(page, 'Send');
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
});

test('a visitor signs up, signs out, and signs in again', async ({ visitor }) => {
  const page = await (await visitor()).context.newPage();
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Name').fill('returner');
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Create account');
  await expect(page.getByRole('link', { name: 'returner' })).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await press(page, 'Sign out here');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Name').fill('Returner');
  await page.getByLabel('Password').fill('not that password');
  await press(page, 'Sign in');
  await expect(page.getByLabel('Name')).toHaveValue('Returner');
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Sign in');
  await expect(page.getByRole('link', { name: 'returner' })).toBeVisible();
});

test('a browser that ran scripts before and no longer does is led to the page for its reader', async ({
  publish,
  user,
  site,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  await ada.context.addCookies([{ name: 'scripts', value: 'on', url: site.url }]);
  const page = await open(ada, slug, '?sort=oldest');
  await expect(page).toHaveURL(`/v/${slug}?sort=oldest`);
  await expect(page.getByRole('link', { name: ada.name })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-viewer', 'reader');
});
