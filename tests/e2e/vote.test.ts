// Voting from the top of a verdict, from its bar, and before signing in.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { commentOf, expect, stateOf, test } from '../support/browser/users.ts';

const FIXTURE = 'src/lib/verdicts/fixtures/autopsy-page.txt';

const claimOf = (page: Page, { id }: { id: string }): Locator => page.locator(`[id="claim-${id}"]`);
const side = (claim: Locator, name: 'Agree' | 'Disagree'): Locator =>
  claim.getByRole('button', { name: new RegExp(`^${name}`) });

test('on a phone the vote is on the first screen, then in a bar that covers nothing', async ({
  publish,
  user,
}) => {
  const text = (await readFile(FIXTURE, 'utf8')).replace(/The lantern clause[^\n]*/, 'Voting on a phone');
  const { slug, claims } = await publish(text);
  const ada = await user('ada');
  const page = await ada.context.newPage();
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/v/${slug}`);
  await expect(stateOf(page)).toHaveText('Live');
  const stamp = claimOf(
    page,
    claims.find(({ kind }) => kind === 'classification')!,
  );
  await expect(side(stamp, 'Agree')).toBeInViewport({ ratio: 1 });
  const bar = page.locator('.vote-bar');
  await expect(bar).toHaveCount(0);

  const last = page.locator('.assumption').last();
  await last.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await expect(bar).toBeVisible();
  await side(bar, 'Agree').click();
  await expect(side(bar, 'Agree')).toHaveAttribute('aria-pressed', 'true');
  await expect(side(stamp, 'Agree')).toHaveAttribute('aria-pressed', 'true');

  // Its own lower edge is below the bar's upper one; focused, it is above it.
  await page.evaluate(() => scrollBy({ top: 20, behavior: 'instant' }));
  const below = last.getByRole('button').last();
  await below.focus();
  await expect
    .poll(async () => {
      const [control, covering] = [await below.boundingBox(), await bar.boundingBox()];
      return control!.y + control!.height <= covering!.y;
    })
    .toBe(true);

  await page.getByLabel('Your comment').focus();
  await expect(bar).toBeHidden();
  await page.getByLabel('Your comment').blur();
  await expect(bar).toBeVisible();
  await page.locator('.site > footer').scrollIntoViewIfNeeded();
  await expect(bar).toBeHidden();
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  await bar.getByRole('link', { name: 'All votes' }).click();
  await expect(side(stamp, 'Agree')).toBeInViewport({ ratio: 1 });
  await expect(bar).toBeHidden();
  await page.getByText('more to vote on').click();
  await expect(page.locator('#classification .claim-vote').last()).toBeVisible();
});

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a side pressed while signed out is cast after signing up or in, and said at its claim', async ({
      publish,
      user,
      page,
    }) => {
      const { slug, claims } = await publish();
      const ada = await user('ada');
      const claim = claims.find(({ kind }) => kind === 'classification')!;
      await ada.request('PUT', `/claims/${claim.id}/vote`, { stance: 'agree' });
      await page.goto(`/v/${slug}`);
      // One way in, and none per claim.
      await expect(page.locator('main a[href^="/sign-in"]')).toHaveCount(0);
      if (javaScriptEnabled) await expect(stateOf(page)).toHaveText('Live');

      const pressed = side(claimOf(page, claim), 'Disagree');
      await pressed.click();
      await expect(page.getByText('Your vote is kept.')).toBeVisible();
      await page.getByLabel('Name').fill(ada.name);
      await page.getByLabel('Password', { exact: true }).fill('not-the-one');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText('Wrong name or password.')).toBeVisible();
      await page.getByRole('button', { name: 'Create an account' }).click();
      await expect(page.getByRole('heading', { name: 'Sign up' })).toBeVisible();
      await expect(page.getByText('Your vote is kept.')).toBeVisible();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByLabel('Name').fill(ada.name);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();

      await expect(page).toHaveURL(`/v/${slug}#claim-${claim.id}`);
      const vote = claimOf(page, claim);
      await expect(vote.getByRole('status')).toHaveText('You’re signed in, and your vote is cast.');
      // Her earlier vote was for the other side.
      await expect(pressed).toHaveAttribute('aria-pressed', 'true');
      await expect(vote.getByRole('img')).toHaveAccessibleName('0 agree, 1 disagree');
      await expect(vote).toBeInViewport();
      await expect(vote).toBeFocused();
      await page.reload();
      await expect(pressed).toHaveAttribute('aria-pressed', 'true');
      await expect(vote.getByRole('status')).toHaveCount(0);
    });
  });

test('all assumptions are voted on in one pass, by keys or plain forms, with tallies after the vote', async ({
  publish,
  user,
  browser,
  site,
}) => {
  const { slug, claims } = await publish();
  const ada = await user('ada');
  const page = await ada.context.newPage();
  await page.goto(`/v/${slug}`);
  await page.getByRole('link', { name: 'Vote on all 2 assumptions' }).click();
  const question = page.locator('#step');
  await expect(question).toHaveText('Readers read.');
  await expect(page.getByText('All votes:')).toHaveCount(0);
  await page.keyboard.press('2');
  await expect(question).toHaveText('Machines listen.');
  await expect(question).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Your vote' })).toHaveText(
    'Your vote: Not assumed. 2 of 2',
  );
  await expect(page.getByText('All votes: 0 assumed, 1 not assumed.')).toBeVisible();
  await page.keyboard.press('s');
  await expect(question).toHaveText('You voted on 1 of 2 assumptions');
  await page.getByRole('link', { name: 'Vote on the other one' }).click();
  await expect(question).toHaveText('Machines listen.');
  await expect(page.getByText('You have voted on 1 of 2. Go through all')).toBeVisible();
  await page.goBack();
  await expect(question).toHaveText('You voted on 1 of 2 assumptions');
  await page.keyboard.press('Tab');
  await page.goBack();
  await expect(question).toHaveText('Machines listen.');
  await page.keyboard.press('ArrowLeft');
  await expect(question).toHaveText('You voted on 2 of 2 assumptions');

  // The same reader without scripts, on a phone.
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 800 },
    storageState: await ada.context.storageState(),
  });
  const phone = await plain.newPage();
  await phone.goto(`${site.url}/v/${slug}/assumptions`);
  await expect(phone.locator('#step')).toHaveText('You voted on 2 of 2 assumptions');
  await phone.getByRole('link', { name: 'Go through all' }).click();
  await expect(phone.getByText('1 of 2')).toBeVisible();
  await phone.getByRole('button', { name: 'Assumed', exact: true }).click();
  await expect(phone.getByText('Did a comment change your mind?')).toBeVisible();
  const blind = 'SELECT bool_and(blind) AS blind FROM vote_histories WHERE claim_id = ANY($1)';
  expect(await site.sql(blind, [claims.map(({ id }) => id)])).toEqual([{ blind: true }]);
  await phone
    .getByRole('link', { name: 'Next' })
    .or(phone.getByRole('link', { name: 'Finish' }))
    .click();
  await expect(phone.getByText('Your vote: Assumed').first()).toBeVisible();
  await phone.getByRole('link', { name: 'Change' }).first().click();
  await expect(phone.getByText('1 of 2')).toBeVisible();
  await plain.close();
});

test('a new verdict hides the votes until one has voted or asked, on cards too', async ({
  publish,
  user,
  visitor,
  site,
  browser,
}) => {
  const { slug, title, claims } = await publish();
  const [ada, grace, guest] = [await user('ada'), await user('grace'), await visitor()];
  await grace.vote(claims[0]!.id, 'agree');
  const bars = (page: Page) => page.locator('.claim-vote[id]').getByRole('img');
  const ask = (page: Page) => page.getByRole('button', { name: 'Show without voting' });

  const page = await ada.read(slug);
  await expect(bars(page)).toHaveCount(0);
  await expect(side(claimOf(page, claims[0]!), 'Agree')).toHaveAccessibleName('Agree');
  // After a vote: those of this claim only.
  await side(claimOf(page, claims[0]!), 'Disagree').click();
  await expect(bars(page)).toHaveAccessibleName('1 agree, 1 disagree');
  await expect(side(claimOf(page, claims[0]!), 'Agree')).toHaveAccessibleName('Agree 1');
  await ask(page).click();
  await expect(bars(page)).toHaveCount(claims.length);
  await expect(ask(page)).toBeHidden();
  expect(
    await site.sql('SELECT 1 FROM peeks p JOIN verdicts v ON v.id = p.verdict_id WHERE v.slug = $1', [slug]),
  ).toHaveLength(1);
  await page.reload();
  await expect(bars(page)).toHaveCount(claims.length);

  const theirs = await guest.read(slug);
  await expect(bars(theirs)).toHaveCount(0);
  await ask(theirs).click();
  await expect(bars(theirs)).toHaveCount(claims.length);
  await expect.poll(() => theirs.evaluate(() => localStorage.getItem('copecheck.peeks'))).toContain(slug);
  await theirs.goto('/');
  const card = theirs.getByRole('article').filter({ hasText: title });
  await expect(card).toContainText('Votes appear 24 hours after publication');
  await theirs.goto(`/v/${slug}`);
  await expect(bars(theirs)).toHaveCount(claims.length);

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const phone = await plain.newPage();
  await phone.goto(`${site.url}/v/${slug}`);
  await expect(bars(phone)).toHaveCount(0);
  await ask(phone).click();
  await expect(bars(phone)).toHaveCount(claims.length);
  // Signing in leads back here, and the vote isn't blind.
  await side(claimOf(phone, claims[0]!), 'Agree').click();
  await expect(phone).toHaveURL(/to=.*votes%3Dshown/);
  await site.age(slug);
  await phone.goto(`${site.url}/v/${slug}`);
  await expect(bars(phone)).toHaveCount(claims.length);
  await expect(ask(phone)).toHaveCount(0);
  await phone.goto(site.url);
  await expect(phone.getByRole('article').filter({ hasText: title }).getByRole('img')).toBeVisible();
  await plain.close();
});

test('who changes a vote says which comment did it, and others see it at once', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { slug, claims } = await publish();
  const [ada, grace, guest] = [await user('ada'), await user('grace'), await visitor()];
  const said = await grace.post(slug, 'Read the appendix.');
  const [page, theirs] = [await ada.read(slug), await guest.read(slug)];
  const stamp = claimOf(page, claims[0]!);
  await side(stamp, 'Agree').click();
  await commentOf(page, said).scrollIntoViewIfNeeded();
  const opened = 'SELECT 1 FROM read_positions WHERE opened_at IS NOT NULL AND verdict_id = $1';
  const [verdict] = await site.sql<{ id: string }>('SELECT id FROM verdicts WHERE slug = $1', [slug]);
  await expect.poll(() => site.sql(opened, [verdict!.id])).toHaveLength(1);
  await side(stamp, 'Disagree').click();
  await expect(page.getByText('Did a comment change your mind?')).toBeVisible();
  await commentOf(page, said).getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'This changed my mind' }).click();
  await expect(page.getByRole('button', { name: 'This didn’t change my mind' })).toBeVisible();
  for (const each of [page, theirs]) await expect(commentOf(each, said)).toContainText('changed 1 mind');
});
