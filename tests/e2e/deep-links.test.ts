// Links to a comment or a section: where they land, and what they open on the way.
import type { Page, Route } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import type { Site } from '../support/site.ts';
import { MAX_DEPTH } from '#lib/discussion/comment.ts';
import {
  below,
  commentOf,
  expect,
  saying,
  stateOf,
  test,
  type BrowserUser,
} from '../support/browser/users.ts';

/** Pixels by which a target may miss its place. */
const EXACT = 3;

const go = (page: Page, id: string) => page.evaluate((hash) => void (location.hash = hash), `c-${id}`);

/** How far the element is from where a link to it should land: at its scroll margin, or as high as the page allows. */
const distance = (page: Page, id: string) =>
  page.evaluate((id) => {
    const element = document.getElementById(id);
    if (!element) return null;
    const off = element.getBoundingClientRect().top - parseFloat(getComputedStyle(element).scrollMarginTop);
    const isAtEnd = document.documentElement.scrollHeight - innerHeight - scrollY < 2;
    return isAtEnd && off > 0 && off < innerHeight / 2 ? 0 : Math.abs(off);
  }, id);

const landed = (page: Page, id: string) =>
  expect
    .poll(() => distance(page, id), { message: `${id} is at its place`, timeout: 60_000 })
    .toBeLessThanOrEqual(EXACT);

/**
 * A thread of 300 comments: 60 top-level comments of many heights with 4 replies each, newest last. Written into the
 * database, because that many requests take longer than the test.
 */
async function longThread(site: Site, slug: string, author: string): Promise<{ id: string }[]> {
  const COLUMNS = `id, verdict_id, author_id, parent_id, root_id, depth, path, body, html, renderer, seq, replies`;
  const VALUES = `'', 0`;
  const [{ verdict, user } = { verdict: '', user: '' }] = await site.sql<{ verdict: string; user: string }>(
    `SELECT v.id AS verdict, u.id AS user FROM verdicts v, users u WHERE v.slug = $1 AND u.username = $2`,
    [slug, author],
  );
  const roots = await site.sql<{ id: string }>(
    `INSERT INTO comments (${COLUMNS})
     SELECT gen_random_uuid(), $1, $2, NULL, NULL, 0, lpad(to_hex(i), 8, '0'),
       'Number ' || i || '. ' || repeat('It goes on for a while. ', (i * 7) % 60), ${VALUES}, i, 4
     FROM generate_series(1, 60) i RETURNING id`,
    [verdict, user],
  );
  await site.sql(
    `INSERT INTO comments (${COLUMNS})
     SELECT gen_random_uuid(), $1, $2, root.id, root.id, 1, root.path || lpad(to_hex(root.seq * 4 + 60 + i), 8, '0'),
       'Reply ' || i || '. ' || repeat('Word ', root.seq), ${VALUES}, root.seq * 4 + 60 + i, 0
     FROM comments root, generate_series(0, 3) i WHERE root.verdict_id = $1 AND root.depth = 0`,
    [verdict, user],
  );
  await site.sql(`UPDATE verdicts SET seq = 400, comment_count = 300 WHERE id = $1`, [verdict]);
  return roots;
}

/** A conversation below `root` that goes on at the greatest depth. */
async function deepThread(ada: BrowserUser, slug: string, root: { id: string }) {
  let last: { id: string } = root;
  for (let depth = 1; depth <= MAX_DEPTH; depth++) last = await ada.post(slug, `Depth ${depth}.`, last.id);
  const question = await ada.post(slug, 'A question at the bottom.', last.id);
  for (let i = 0; i < 3; i++) await ada.post(slug, `Between ${i}. ${'Some words. '.repeat(80)}`, last.id);
  return { question, answer: await ada.post(slug, 'An answer at the bottom.', question.id) };
}

test('a link lands exactly on its comment in a thread of 300, also after fonts and live comments', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { slug } = await publish();
  const [ada, guest] = [await user('ada'), await visitor()];
  const roots = await longThread(site, slug, ada.name);
  const { question, answer } = await deepThread(ada, slug, roots[1]!);
  const [middle, first] = [roots[30]!, roots[15]!];

  const page = await guest.context.newPage();
  const held: Route[] = [];
  await page.route('**/*.woff2', (route) => void held.push(route));
  await page.goto(`/v/${slug}#c-${middle.id}`, { waitUntil: 'domcontentloaded' });
  await expect(stateOf(page)).toHaveText('Live');
  await landed(page, `c-${middle.id}`);
  await expect(commentOf(page, middle)).toBeFocused();
  await Promise.all(held.splice(0).map((route) => route.continue()));
  await page.waitForFunction(
    () => document.fonts.check('1rem Newsreader') && document.fonts.check('1rem Inter'),
  );
  await ada.post(slug, 'Written meanwhile.');
  await ada.post(slug, 'A reply above.', roots[50]!.id);
  await expect(page.getByRole('button', { name: '1 new comment' })).toBeVisible();
  await landed(page, `c-${middle.id}`);
  await page.unroute('**/*.woff2');

  // Within the page: a fragment, one whose branch is collapsed, and what waits behind a button.
  await go(page, first.id);
  await landed(page, `c-${first.id}`);
  const reply = below(page, first).locator('.replies article').nth(2);
  const replyId = (await reply.getAttribute('id'))!;
  await commentOf(page, first).getByRole('button', { name: 'Collapse the thread' }).click();
  await expect(reply).toBeHidden();
  await go(page, replyId.slice('c-'.length));
  await landed(page, replyId);
  const waiting = await ada.post(slug, 'It waits for a press.', roots[55]!.id);
  await expect(commentOf(page, roots[55]!).getByRole('button', { name: '1 new reply' })).toBeAttached();
  await go(page, waiting.id);
  await landed(page, `c-${waiting.id}`);

  // The reader scrolls: nothing holds them.
  await page.mouse.wheel(0, 900);
  await expect.poll(() => distance(page, `c-${waiting.id}`)).toBeGreaterThan(500);
  const scrolled = await page.evaluate(() => scrollY);
  await ada.post(slug, 'Another meanwhile.');
  await expect(page.getByRole('button', { name: '2 new comments' })).toBeVisible();
  expect(Math.abs((await page.evaluate(() => scrollY)) - scrolled)).toBeLessThanOrEqual(EXACT);

  // On another page of the thread, at the greatest depth.
  await go(page, answer.id);
  await landed(page, `c-${answer.id}`);
  for (const text of ['Depth 1.', `Depth ${MAX_DEPTH}.`, 'A question at the bottom.'])
    await expect(saying(page, text)).toBeVisible();
  // A press may scroll first. Back returns to where the comment was when its link was pressed.
  const topOfAnswer = () =>
    commentOf(page, answer).evaluate((element) => element.getBoundingClientRect().top);
  const pressed = page.evaluate(
    (id) =>
      new Promise<number>((resolve) =>
        addEventListener('click', () => resolve(document.getElementById(id)!.getBoundingClientRect().top), {
          capture: true,
          once: true,
        }),
      ),
    `c-${answer.id}`,
  );
  await commentOf(page, answer)
    .getByRole('link', { name: /^replying to/ })
    .click();
  await landed(page, `c-${question.id}`);
  await page.goBack();
  const was = await pressed;
  await expect.poll(async () => Math.abs((await topOfAnswer()) - was)).toBeLessThanOrEqual(EXACT);
  await page.goForward();
  await expect(commentOf(page, question)).toBeInViewport();
});

test('a link to a comment that isn’t loaded loads it into its thread; a section’s link lands exactly', async ({
  publish,
  user,
  visitor,
}) => {
  const { slug, sections } = await publish();
  const [ada, guest] = [await user('ada'), await visitor()];
  const root = await ada.post(slug, 'A root.');
  const replies: CommentView[] = [];
  for (let i = 0; i < 14; i++) replies.push(await ada.post(slug, `Reply ${i}.`, root.id));
  const far = await ada.post(slug, 'Far below.', replies[13]!.id);
  const page = await guest.read(slug);
  await go(page, far.id);
  await expect(saying(page, 'Far below.')).toBeInViewport();
  await expect(saying(page, 'Reply 13.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/v/${slug}#c-${far.id}$`));
  const section = `s-${sections.at(-1)!.id}`;
  await page.evaluate((hash) => void (location.hash = hash), section);
  await landed(page, section);
});

test('a link to a comment that is gone leads to the verdict, which says what happened to it', async ({
  publish,
  user,
  visitor,
  site,
}) => {
  const { slug, title } = await publish();
  const [ada, guest] = [await user('ada'), await visitor()];
  const root = await ada.post(slug, 'It has replies.');
  const [removed, withdrawn] = [
    await ada.post(slug, 'A removed text.', root.id),
    await ada.post(slug, 'A withdrawn text.', root.id),
  ];
  await ada.withdraw(withdrawn);
  await site.sql(`UPDATE comments SET status = 'removed', moderated_status = 'removed' WHERE id = $1`, [
    removed.id,
  ]);
  const unknown = { id: '00000000-0000-7000-8000-000000000000' };

  const page = await guest.context.newPage();
  for (const [gone, text] of [
    [removed, /Removed by a moderator/],
    [withdrawn, /Withdrawn by its author/],
    [unknown, /doesn’t exist/],
  ] as const) {
    const response = await page.goto(`/v/${slug}?comment=${gone.id}#c-${gone.id}`);
    expect(response!.status()).toBe(200);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(commentOf(page, gone)).toContainText(text);
    await expect(commentOf(page, gone)).toBeInViewport();
    await expect(saying(page, 'It has replies.')).toBeVisible();
    await expect(page.getByText(/A (removed|withdrawn) text/)).toHaveCount(0);
    await page.goto(`/v/${slug}`);
    await expect(stateOf(page)).toHaveText('Live');
    await go(page, gone.id);
    await expect(commentOf(page, gone)).toContainText(text);
  }
});
