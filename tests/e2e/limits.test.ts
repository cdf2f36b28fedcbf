// Limits are explained, short waits happen automatically, and no text is lost.
import { PASSWORD } from '../support/cast.ts';
import { open, test } from '../support/browser/moderation.ts';
import { expect, saying } from '../support/browser/users.ts';

test.use({ siteEnv: { RATE_LIMITS: 'on' } });

test('a comment sent too soon after another shows how long it waits, and is posted once', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const page = await ada.read(slug);
  const send = async (text: string) => {
    await page.getByLabel('Your comment').fill(text);
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
  };
  await send('One.');
  await expect(saying(page, 'One.').getByRole('link', { name: 'Edit' })).toBeVisible();
  const refused = page.waitForResponse((response) => response.status() === 429);
  await send('And two.');
  expect(Number((await refused).headers()['retry-after'])).toBeGreaterThan(0);
  await expect(saying(page, 'And two.')).toContainText(/sending in \d s/);
  await expect(saying(page, 'And two.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(saying(page, 'And two.')).toHaveCount(1);
});

test('a form submitted too soon keeps its text and says when to try again', async ({
  browser,
  publish,
  user,
}) => {
  const { slug } = await publish();
  const grace = await user('grace');
  await grace.post(slug, 'One.');
  const storageState = await grace.context.storageState();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState });
  const page = await context.newPage();
  await page.goto(`/v/${slug}`);
  await page.getByLabel('Your comment').fill('And two.');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/Try again in (a second|\d seconds)/);
  await expect(page.getByLabel('Your comment')).toHaveValue('And two.');
  await context.close();
});

test('a vote in a burst of new accounts shows when it counts, and moderators see the burst live', async ({
  publish,
  user,
  staff,
  site,
}) => {
  const { slug, claims } = await publish();
  const { id } = claims[0]!;
  // Twenty new accounts vote, made without the limit on sign-ups.
  await site.sql(
    `WITH crowd AS (
      INSERT INTO users (id, username, skeleton, password_hash)
      SELECT gen_random_uuid(), 'crowd-' || n, 'crowd-' || n, '-' FROM generate_series(1, 20) n RETURNING id
    ), voted AS (
      INSERT INTO votes (claim_id, user_id, stance, fresh) SELECT $1, id, 'agree', true FROM crowd
    )
    UPDATE claims SET agree = 20 WHERE id = $1`,
    [id],
  );
  await site.sql('DELETE FROM rate_limits');
  const [hedy, mary] = [await user('hedy'), await staff('mary')];
  const queue = await open(mary, '/moderation');
  const bursts = queue.getByRole('region', { name: 'Many new accounts are voting' });
  await expect(bursts).toHaveCount(0);

  const page = await hedy.read(slug);
  const vote = page.locator(`[id="claim-${id}"]`);
  const agree = vote.getByRole('button', { name: /^Agree/ });
  await agree.click();
  await expect(vote.getByRole('status')).toContainText(/Your vote counts from \d\d:\d\d, because/);
  await expect(agree).toHaveText(/20$/);
  await expect(bursts.getByRole('link')).toHaveText(/^1 vote on hold on/);
  await page.reload();
  await expect(vote.getByRole('status')).toContainText(/Your vote counts from \d\d:\d\d, because/);
  await agree.click();
  await expect(vote.getByRole('status')).toHaveCount(0);
  await expect(bursts).toHaveCount(0);
});

test('the sixth failed sign-in and the fourth feedback message are refused and keep their text', async ({
  visitor,
}) => {
  const page = await (await visitor()).context.newPage();
  await page.goto('/sign-in');
  for (let tries = 1; tries <= 6; tries++) {
    await page.getByLabel('Name').fill('nobody-here');
    await page.getByLabel('Password').fill(PASSWORD);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await answered;
  }
  await expect(page.getByRole('alert')).toContainText('many failed sign-ins');
  await expect(page.getByLabel('Name')).toHaveValue('nobody-here');

  for (let sent = 1; sent <= 3; sent++) {
    await page.goto('/feedback');
    await page.getByLabel('Message').fill(`Message ${sent}.`);
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  }
  await page.goto('/feedback');
  await page.getByLabel('Message').fill('Message 4.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText(/Try again in \d+ minutes/);
  await expect(page.getByLabel('Message')).toHaveValue('Message 4.');
});
