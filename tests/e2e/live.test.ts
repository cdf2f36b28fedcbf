// Two browsers on one verdict: the other gets each change at once, and once.
import type { Page, Route } from '@playwright/test';
import { commentOf, expect, saying, stateOf, test } from '../support/browser/users.ts';

/** Half of the server’s heartbeat, which would make up for a live message that was not sent. */
const AT_ONCE = { timeout: 10_000 };

const thread = (page: Page) => page.locator('#thread').getByRole('article');
const composer = (page: Page) => page.getByLabel('Your comment');

async function write(page: Page, text: string) {
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
}

/** Scrolls `text` to a height in the window from 0 (top) to 1, as far as the page allows. */
async function scrollTo(page: Page, id: string, share: number) {
  await page.evaluate(
    ([id, share]) => {
      const top = document.getElementById(`c-${id}`)!.getBoundingClientRect().top;
      scrollBy({ top: top - innerHeight * share, behavior: 'instant' });
    },
    [id, share] as const,
  );
}

test('another reader’s comment appears in an empty thread', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const [hers, mine] = [await ada.read(slug), await grace.read(slug)];
  await write(hers, 'The paper does check.');
  await expect(saying(hers, 'The paper does check.').getByText('sending…')).toHaveCount(0);
  await expect(saying(mine, 'The paper does check.')).toBeVisible(AT_ONCE);
  await expect(mine.getByRole('heading', { name: '1 comment' })).toBeVisible();
  await expect(saying(hers, 'The paper does check.')).toHaveCount(1);
});

test('many comments at once arrive in packed messages, and all are shown', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const mine = await grace.context.newPage();
  let packed = 0;
  mine.on('websocket', (line) =>
    line.on(
      'framereceived',
      ({ payload }) => (packed += Number(String(payload).includes('"verdict:packed"'))),
    ),
  );
  await mine.goto(`/v/${slug}`);
  await expect(stateOf(mine)).toHaveText('Live');
  // The server decides how many share a message, so repeat until one was packed.
  for (let said = 0; packed === 0;) {
    expect(said).toBeLessThan(200);
    const round = Array.from({ length: 20 }, (_, i) => ada.post(slug, `At once, no. ${said + i}.`));
    said += (await Promise.all(round)).length;
    await expect(mine.getByRole('heading', { name: `${said} comments` })).toBeVisible();
  }
  const arrived = mine.getByRole('button', { name: /new comments?$/ });
  if (await arrived.isVisible()) await arrived.click();
  await expect(saying(mine, 'At once, no. 0.')).toBeVisible();
  await expect(saying(mine, 'At once, no. 19.')).toBeVisible();
});

test('while the reader reads or types, another’s comment waits and nothing moves', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const first = await ada.post(slug, 'Read me slowly.');
  const mine = await grace.read(slug);
  await scrollTo(mine, first.id, 0.3);
  await composer(mine).pressSequentially('I am in the mid');
  const before = await commentOf(mine, first).boundingBox();

  await ada.post(slug, 'Look at me!');
  const arrived = mine.getByRole('button', { name: '1 new comment' });
  await expect(arrived).toBeVisible(AT_ONCE);
  expect(await commentOf(mine, first).boundingBox()).toEqual(before);
  await expect(composer(mine)).toBeFocused();
  await mine.keyboard.type('dle of it.');
  await expect(composer(mine)).toHaveValue('I am in the middle of it.');
  await expect(saying(mine, 'Look at me!')).toHaveCount(0);

  await ada.post(slug, 'And me!');
  await expect(mine.getByRole('button', { name: '2 new comments' })).toBeVisible(AT_ONCE);
  await mine.getByRole('button', { name: '2 new comments' }).click();
  await expect(saying(mine, 'And me!')).toBeFocused();
  await expect(mine.locator('#thread > li')).toContainText(['And me!', 'Look at me!', 'Read me slowly.']);
});

test('a new reply above the fold waits behind “1 new reply”; one below appears in place', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const older = await ada.post(slug, `Said first, stands last.${'\n\nA line of it.'.repeat(30)}`);
  const newer = await ada.post(slug, `Said last, stands first.\n\n${'A long word on it. '.repeat(40)}`);
  const mine = await grace.read(slug);

  await scrollTo(mine, newer.id, 0.05);
  const before = await commentOf(mine, older).boundingBox();
  await ada.post(slug, 'Answer to the first.', newer.id);
  await expect(commentOf(mine, newer).getByRole('button', { name: '1 new reply' })).toBeVisible(AT_ONCE);
  expect(await commentOf(mine, older).boundingBox()).toEqual(before);
  await mine.getByRole('button', { name: '1 new reply' }).click();
  await expect(saying(mine, 'Answer to the first.')).toBeFocused();

  await scrollTo(mine, older.id, 0.9);
  await ada.post(slug, 'Answer to the last.', older.id);
  await expect(saying(mine, 'Answer to the last.')).toBeVisible(AT_ONCE);
});

test('a vote moves both bars, on the verdict and on the front page', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { slug, title, claims } = await publish();
  await site.age(slug);
  const [ada, guest] = [await user('ada'), await visitor()];
  const [hers, mine] = [await ada.read(slug), await guest.read(slug)];
  const front = await guest.context.newPage();
  const watching = front.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await front.goto('/');
  await watching;
  const card = front.getByRole('article').filter({ hasText: title });
  await expect(card.getByText('No votes yet')).toBeVisible();
  const label = claims.find(({ kind }) => kind === 'classification')!.label;
  const ballot = hers.getByRole('group', { name: `Your vote: ${label.replace('.', '')}` });

  await ballot.getByRole('button', { name: /^Agree/ }).click();
  const bar = mine.locator('#classification').getByRole('img').first();
  await expect(bar).toHaveAccessibleName('1 agree, 0 disagree', AT_ONCE);
  await expect(card.getByRole('img')).toHaveAccessibleName('1 agree, 0 disagree');
  await expect(ballot.getByRole('img')).toHaveAccessibleName('1 agree, 0 disagree');
  await expect(ballot.getByRole('button', { name: /^Agree/ })).toHaveAttribute('aria-pressed', 'true');

  await ballot.getByRole('button', { name: /^Disagree/ }).click();
  await expect(bar).toHaveAccessibleName('0 agree, 1 disagree', AT_ONCE);
  await ballot.getByRole('button', { name: /^Disagree/ }).click();
  await expect(bar).toHaveAccessibleName('No votes yet', AT_ONCE);
  await expect(card.getByText('No votes yet')).toBeVisible();
});

test('browsing ten verdicts without a reload keeps one connection and one room', async ({
  publish,
  user,
  visitor,
}) => {
  const verdicts = await Promise.all(Array.from({ length: 10 }, () => publish()));
  const [ada, guest] = [await user('ada'), await visitor()];
  const first = await guest.read(verdicts[0]!.slug);
  const page = await ada.context.newPage();
  let connections = 0;
  page.on('websocket', () => (connections += 1));
  await page.goto('/');
  for (const { slug, title } of verdicts) {
    // The front page lists newest first, and other tests publish too: a search finds each one.
    await page.getByRole('searchbox', { name: 'Search the verdicts' }).fill(title);
    await page.getByRole('searchbox', { name: 'Search the verdicts' }).press('Enter');
    await page.getByRole('link', { name: title, exact: true }).click();
    await expect(page).toHaveURL(`/v/${slug}`);
    await expect(page.locator('#talk header')).toContainText(/[12] reading/);
    if (slug === verdicts[0]!.slug) await expect(first.locator('#talk header')).toContainText('2 reading');
    await page.getByRole('link', { name: 'Verdicts', exact: true }).click();
    await expect(page).toHaveURL('/');
  }
  // The verdict that was left first: its remaining reader is alone.
  await expect(first.locator('#talk header')).toContainText('1 reading');
  const slugs = verdicts.map(({ slug }) => slug);
  await expect
    .poll(async () => {
      const { items } = await ada.request<{ items: { slug: string; readers: number }[] }>(
        'GET',
        '/verdicts?limit=100',
      );
      return items.filter(({ slug, readers }) => slugs.includes(slug) && readers > 0).map(({ slug }) => slug);
    })
    .toEqual([slugs[0]]);
  expect(connections).toBe(1);
});

test('an edit, a rating and a withdrawal apply in place', async ({ publish, user, visitor }) => {
  const { slug } = await publish();
  const [ada, grace, guest] = [await user('ada'), await user('grace'), await visitor()];
  const kept = await ada.post(slug, 'With an answer.');
  await grace.post(slug, 'The answer.', kept.id);
  const lone = await ada.post(slug, 'Without one.');
  const page = await guest.read(slug);

  await ada.edit(lone, 'Without one, still.');
  await expect(commentOf(page, lone)).toContainText('Without one, still.', AT_ONCE);
  await expect(commentOf(page, lone).getByRole('link', { name: 'edited' })).toBeVisible();
  await grace.request('PUT', `/comments/${lone.id}/rating`, { helpful: true });
  await expect(commentOf(page, lone)).toContainText('1 helpful', AT_ONCE);
  await ada.withdraw(lone);
  await expect(commentOf(page, lone)).toHaveCount(0, AT_ONCE);
  await ada.withdraw(kept);
  await expect(commentOf(page, kept)).toContainText('Withdrawn by its author.', AT_ONCE);
  await expect(commentOf(page, kept)).not.toContainText(ada.name);
  await expect(saying(page, 'The answer.')).toBeVisible();
});

test('a reader who was offline gets every change, once', async ({ site, publish, user, visitor }) => {
  const { slug, claims } = await publish();
  await site.age(slug);
  const [ada, guest] = [await user('ada'), await visitor()];
  const changed = await ada.post(slug, 'Before the edit.');
  const gone = await ada.post(slug, 'Soon gone.');
  const page = await guest.read(slug);

  await guest.context.setOffline(true);
  await expect(stateOf(page)).toContainText('Offline');
  await ada.post(slug, 'While you were away.');
  await ada.edit(changed, 'After the edit.');
  await ada.withdraw(gone);
  await ada.vote(claims[0]!.id, 'agree');
  await expect(commentOf(page, gone)).toBeVisible();

  await guest.context.setOffline(false);
  await expect(stateOf(page)).toHaveText('Caught up');
  await page.getByRole('button', { name: '1 new comment' }).click();
  await expect(saying(page, 'While you were away.')).toHaveCount(1);
  await expect(saying(page, 'After the edit.')).toHaveCount(1);
  await expect(commentOf(page, gone)).toHaveCount(0);
  await expect(page.locator(`[id="claim-${claims[0]!.id}"]`).getByRole('img')).toHaveAccessibleName(/^1 /);
  await expect(stateOf(page)).toHaveText('Live');
  await expect(thread(page)).toHaveCount(2);
});

test('a comment written offline is shown as pending and is sent once online', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const first = await grace.post(slug, 'Where are you?');
  const [hers, mine] = [await ada.read(slug), await grace.read(slug)];
  // The code that sends it, and that of the forms, is loaded.
  await composer(hers).fill('From');
  await expect(hers.getByText('draft saved')).toBeVisible();
  await commentOf(hers, first).getByRole('link', { name: 'Reply' }).click();
  await hers
    .getByRole('button', { name: 'Cancel' })
    .or(hers.getByRole('link', { name: 'Cancel' }))
    .click();
  await ada.context.setOffline(true);
  await expect(stateOf(hers)).toContainText('Your text is saved.');
  await write(hers, 'From the tunnel.');
  await expect(saying(hers, 'From the tunnel.')).toBeVisible();
  await expect(hers.getByText('No connection. What you wrote is kept.')).toBeVisible();

  await ada.context.setOffline(false);
  const waits = mine.getByRole('button', { name: '1 new comment' });
  await expect(saying(mine, 'From the tunnel.').or(waits).first()).toBeVisible();
  if (await waits.isVisible()) await waits.click();
  await expect(saying(mine, 'From the tunnel.')).toHaveCount(1);
  await expect(saying(hers, 'From the tunnel.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(hers.getByText('No connection.')).toHaveCount(0);
  await hers.reload();
  await expect(saying(hers, 'From the tunnel.')).toHaveCount(1);
});

test('a failed comment keeps its text, to try again or to keep writing', async ({ publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const page = await ada.read(slug);
  await page.route('**/comments', (route) => route.abort());
  await write(page, 'Not lost.');
  await expect(page.getByText('No connection. What you wrote is kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the draft' }).click();
  await expect(composer(page)).toHaveValue('Not lost.');
  await expect(composer(page)).toBeFocused();
  await expect(thread(page)).toHaveCount(0);

  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.unroute('**/comments');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('link', { name: 'Withdraw' })).toBeVisible();
  await expect(saying(page, 'Not lost.')).toHaveCount(1);
});

for (const live of [true, false])
  test(`a lost response doesn’t lead to a second comment, ${live ? 'with a live connection' : 'nor without one'}`, async ({
    publish,
    user,
  }) => {
    const { slug } = await publish();
    const ada = await user('ada');
    // Without the live connection only the second try can show that the first one was saved.
    if (!live) await ada.context.routeWebSocket('**', (socket) => socket.close());
    if (!live) await ada.context.route('**/socket.io/**', (route) => route.abort());
    const page = await ada.context.newPage();
    await page.goto(`/v/${slug}`);
    if (live) await expect(stateOf(page)).toHaveText('Live');
    else await page.waitForLoadState('networkidle');
    const lost = Promise.withResolvers<void>();
    const losing = async (route: Route) => {
      expect((await route.fetch()).status()).toBe(201);
      await route.abort();
    };
    await page.route('**/comments', (route) => losing(route).then(lost.resolve, lost.reject), { times: 1 });
    await write(page, 'Only once.');
    await lost.promise;
    // The page has rendered it by the next frame.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    if (!live) await page.getByRole('button', { name: 'Try again' }).click();
    await expect(saying(page, 'Only once.').getByRole('link', { name: 'Withdraw' })).toBeVisible();
    await expect(page.getByText('No connection.')).toHaveCount(0);
    await expect(saying(page, 'Only once.')).toHaveCount(1);
    await page.reload();
    await expect(saying(page, 'Only once.')).toHaveCount(1);
    const { items } = await ada.request<{ items: unknown[] }>('GET', `/verdicts/${slug}/comments`);
    expect(items).toHaveLength(1);
  });

test('two tabs of one reader show the same', async ({ publish, user }) => {
  const { slug, claims } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Rate me.');
  const [one, two] = [await ada.read(slug), await ada.read(slug)];
  await write(one, 'In both.');
  await expect(saying(two, 'In both.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(saying(one, 'In both.')).toHaveCount(1);

  const ballot = (page: Page) => page.locator(`[id="claim-${claims[0]!.id}"]`);
  await ballot(one).getByRole('button').first().click();
  await expect(ballot(two).getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
  await commentOf(two, theirs)
    .getByRole('button', { name: /^Helpful/ })
    .click();
  const rated = commentOf(one, theirs).getByRole('button', { name: /^Helpful/ });
  await expect(rated).toHaveAttribute('aria-pressed', 'true');
  await expect(rated).toHaveAccessibleName('Helpful 1');

  await saying(one, 'In both.').getByRole('link', { name: 'Withdraw' }).click();
  await one.getByRole('button', { name: 'Withdraw comment' }).click();
  await expect(saying(two, 'In both.')).toHaveCount(0);
});

test('a new role shows at once, and keeps the thread', async ({ publish, user }) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const page = await ada.context.newPage();
  // Delayed until the thread is live and has received a change.
  const [asked, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // As when ada has just become a moderator.
  const viewer = { id: crypto.randomUUID(), username: ada.name, role: 'moderator', waiting: false };
  const header = { viewer, unread: 0, queue: null, closed: [] };
  const json = { ...header, claims: [], ratings: [], comments: [], restrictions: [] };
  await page.route(/\/mine(\?|$)/, async (route) => {
    asked.resolve();
    await free.promise;
    await route.fulfill({ json });
  });
  await page.goto(`/v/${slug}`);
  await expect(stateOf(page)).toHaveText('Live');
  await grace.post(slug, 'Into the empty thread.');
  await expect(saying(page, 'Into the empty thread.')).toBeVisible();
  await page.locator('#talk').evaluate((talk) => (talk.dataset['made'] = 'first'));
  await asked.promise;

  free.resolve();
  await expect(page.getByRole('link', { name: 'Moderation', exact: true })).toBeVisible();
  await expect(page.locator('#talk[data-made=first]')).toContainText('Into the empty thread.');
});
