// A reader's own votes and ratings: what was pressed last is what the page and the server have.
import type { Page, Route } from '@playwright/test';
import { commentOf, expect, test, type BrowserUser } from '../support/browser/users.ts';

const sides = (page: Page, claim: { id: string }) =>
  page.locator(`[id="claim-${claim.id}"] form`).getByRole('button');

const pressed = async (page: Page, claim: { id: string }) =>
  (await sides(page, claim).all()).map((side) => side.getAttribute('aria-pressed'));

/** Which side is pressed, with the counts: `true 1, false 0`. */
async function shown(page: Page, claim: { id: string }): Promise<string> {
  const marks = await Promise.all(await pressed(page, claim));
  const counts = await sides(page, claim).locator('em').allTextContents();
  return marks.map((mark, i) => `${mark} ${counts[i]}`).join(', ');
}

const savedOn = async (user: BrowserUser, slug: string, { id }: { id: string }) => {
  const { claims } = await user.request<{ claims: { id: string; mine: string | null }[] }>(
    'GET',
    `/verdicts/${slug}`,
  );
  return claims.find((claim) => claim.id === id)!.mine;
};

/** Holds the requests to `path` until they are released one by one. */
async function hold(page: Page, path: string) {
  const held: Route[] = [];
  await page.route(`**/api/v1${path}`, (route) => void held.push(route));
  return {
    held,
    /** The next request, once it is made, goes to the server; what it sent is returned. */
    release: async () => {
      await expect.poll(() => held.length).toBeGreaterThan(0);
      const route = held.shift()!;
      await route.continue();
      return route.request().postData();
    },
  };
}

test('a double click is one press, and of quick presses the last is shown and saved, however late the responses', async ({
  publish,
  user,
}) => {
  const { slug, claims } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Rate me.');
  const page = await ada.read(slug);
  const claim = claims[0]!;
  const [agree, disagree] = [sides(page, claim).first(), sides(page, claim).last()];

  await agree.dblclick();
  await expect.poll(() => shown(page, claim)).toBe('true 1, false 0');
  expect(await savedOn(ada, slug, claim)).toBe('agree');
  const helpful = commentOf(page, theirs).getByRole('button', { name: /^Helpful/ });
  await helpful.dblclick();
  await expect(helpful).toHaveAccessibleName('Helpful 1');
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');

  const { held, release } = await hold(page, '/claims/*/vote');
  await agree.press('Enter');
  // At once, without an answer; the count comes with it.
  expect(await shown(page, claim)).toBe('false 1, false 0');
  await agree.press('Enter');
  await disagree.click();
  expect(await shown(page, claim)).toBe('false 1, true 0');
  expect(await release()).toBe('{"stance":null}');
  expect(await release()).toBe('{"stance":"disagree"}');
  await expect.poll(() => shown(page, claim)).toBe('false 0, true 1');
  expect([held.length, await savedOn(ada, slug, claim)]).toEqual([0, 'disagree']);
});

test('a vote without an answer says that it may be lost, and the page shows what the server saved', async ({
  publish,
  user,
}) => {
  const { slug, claims } = await publish();
  const ada = await user('ada');
  const page = await ada.read(slug);
  const [claim, other] = [claims[0]!, claims[1]!];
  // The server does it, and its answer is lost.
  await page.route('**/api/v1/claims/*/vote', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await sides(page, claim).first().click();
  await expect(page.getByRole('alert')).toContainText('may not be saved');
  await expect.poll(() => shown(page, claim)).toBe('true 1, false 0');

  // The server doesn't get it.
  await page.unroute('**/api/v1/claims/*/vote');
  await page.route('**/api/v1/claims/*/vote', (route) => route.abort());
  await sides(page, other).first().click();
  await expect.poll(() => shown(page, other)).toBe('false 0, false 0');
});

test('after Back, a reload and a restored tab, the page shows the votes of now, wherever they were cast', async ({
  publish,
  user,
}) => {
  const { slug, claims } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Rate me.');
  const claim = claims[0]!;
  const page = await ada.read(slug);
  const helpful = commentOf(page, theirs).getByRole('button', { name: /^Helpful/ });
  const rate = (helpful: boolean | null) => ada.request('PUT', `/comments/${theirs.id}/rating`, { helpful });

  /** After `leave`, votes elsewhere; once the page is shown again, it has them. */
  let stance: 'agree' | 'disagree' = 'agree';
  const voteElsewhereAnd = async (back: () => Promise<unknown>) => {
    stance = stance === 'agree' ? 'disagree' : 'agree';
    await ada.vote(claim.id, stance);
    await rate(stance === 'agree' || null);
    await back();
    const votes = stance === 'agree' ? 'true 1, false 0' : 'false 0, true 1';
    await expect.poll(() => shown(page, claim)).toBe(votes);
    await expect(helpful).toHaveAttribute('aria-pressed', String(stance === 'agree'));
  };

  await sides(page, claim).first().click();
  await expect.poll(() => shown(page, claim)).toBe('true 1, false 0');
  await page.goto('/about');
  await voteElsewhereAnd(() => page.goBack());
  await page.getByRole('link', { name: 'CopeCheck' }).first().click();
  await expect(page).toHaveURL('/');
  await voteElsewhereAnd(() => page.goBack());
  await page
    .getByRole('link', { name: /^On this page|The dissection/ })
    .first()
    .click();
  await voteElsewhereAnd(() => page.goBack());
  // From the back/forward cache, which the tests' browser doesn't have.
  await voteElsewhereAnd(() =>
    page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))),
  );
  await voteElsewhereAnd(() => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
  await voteElsewhereAnd(() => page.reload());
});
