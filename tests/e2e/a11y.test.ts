// axe and simple layout checks on every page, in both themes, at desktop and phone width.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Result, RunOptions } from 'axe-core';
import pg from 'pg';
import { openCluster, runningServer } from '#lib/db/embedded/cluster.server.ts';
import { verdictText } from '../support/verdict-text.ts';
import { commentOf, expect, test, type BrowserUser } from '../support/browser/users.ts';

// axe is slow, so each theme is checked at one width.
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;
type Look = (typeof LOOKS)[number];

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** A page to check, and how to get there. */
interface Sight {
  who: 'visitor' | 'reader' | 'admin';
  path: string;
  act?: (page: Page) => Promise<unknown>;
}

async function sights(
  ada: BrowserUser,
  { slug, retracted, reset }: { slug: string; retracted: string; reset: string },
  drafts: Drafts,
): Promise<Record<string, Sight>> {
  const own = await ada.post(
    slug,
    'A *thought* with `code`, a [link](https://example.org) and\n\n> a quotation.',
  );
  const answer = await ada.post(slug, 'An answer.', own.id);
  await ada.edit(answer, 'An edited answer.');
  const gone = await ada.post(slug, 'Taken back.');
  await ada.post(slug, 'What stays.', gone.id);
  await ada.withdraw(gone);
  const verdict = `/v/${slug}`;
  const at = (page: Page) => commentOf(page, own);
  return {
    'the front page': { who: 'visitor', path: '/' },
    'a search that finds nothing': { who: 'visitor', path: '/?q=zzzzzz' },
    'a verdict': { who: 'visitor', path: verdict },
    'a verdict, signed in': { who: 'reader', path: verdict },
    'a thread of one comment': { who: 'reader', path: `${verdict}?comment=${answer.id}` },
    'a reply being written, with a preview': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        await at(page).getByRole('link', { name: 'Reply' }).click();
        await page.getByLabel(/^Reply to/).fill('Some *words*.');
        await page.locator('.reply').getByRole('button', { name: 'Preview' }).click();
        await page.locator('.reply em').waitFor();
      },
    },
    'an edit': {
      who: 'reader',
      path: verdict,
      act: (page) => at(page).getByRole('link', { name: 'Edit' }).click(),
    },
    'the question before withdrawing': {
      who: 'reader',
      path: verdict,
      act: (page) => at(page).getByRole('link', { name: 'Withdraw' }).click(),
    },
    'a comment that could not be sent': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        await page.route('**/comments', (route) => route.abort());
        await page.getByLabel('Your comment').fill('Lost?');
        await press(page, 'Comment');
        await page.getByRole('button', { name: 'Try again' }).waitFor();
      },
    },
    'a vote cast': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        const agree = page
          .locator('#classification')
          .getByRole('button', { name: /^Agree/ })
          .first();
        if ((await agree.getAttribute('aria-pressed')) === 'false') await agree.click();
        await expect(agree).toHaveAttribute('aria-pressed', 'true');
      },
    },
    'the versions of a verdict': { who: 'visitor', path: `${verdict}/versions` },
    'what a version changed': {
      who: 'visitor',
      path: `${verdict}/versions/2`,
      act: async (page) => {
        for (const folded of await page.locator('summary').all()) await folded.click();
      },
    },
    'a retracted verdict': { who: 'reader', path: `/v/${retracted}` },
    'the revisions of a comment': { who: 'visitor', path: `${verdict}/history/${answer.id}` },
    'sign-in': { who: 'visitor', path: '/sign-in' },
    'sign-up, refused': {
      who: 'visitor',
      path: '/sign-up',
      act: async (page) => {
        await page.getByLabel('Name').fill('no good!');
        await page.getByLabel('Password').fill('short');
        await press(page, 'Create account');
        await page.getByRole('alert').waitFor();
      },
    },
    'asking for a reset link, refused': {
      who: 'visitor',
      path: '/reset',
      act: async (page) => {
        await page.getByRole('main').getByLabel('Email address').fill('no@address');
        await press(page, 'Send link');
        await page.getByRole('alert').waitFor();
      },
    },
    'a new password': { who: 'visitor', path: reset },
    'a confirmation link that is void': { who: 'visitor', path: '/confirm?token=void' },
    'sign-out': { who: 'reader', path: '/sign-out' },
    settings: { who: 'reader', path: '/settings' },
    'a profile': { who: 'visitor', path: `/u/${ada.name}` },
    feedback: { who: 'visitor', path: '/feedback' },
    about: { who: 'visitor', path: '/about' },
    'help about Markdown': { who: 'visitor', path: '/help/markdown' },
    rules: { who: 'visitor', path: '/rules#private-data' },
    'a removal request, refused': {
      who: 'visitor',
      path: `/removal-requests?comment=${answer.id}`,
      act: async (page) => {
        await page.getByLabel('What in it harms you?').fill('It names me.');
        await page.getByLabel('Your email address').fill('no@address');
        await press(page, 'Send request');
        await page.getByRole('alert').waitFor();
      },
    },
    'the rules, as an admin edits one': {
      who: 'admin',
      path: '/admin/rules',
      act: async (page) => {
        await page.getByText('Edit: Don’t publish private data').click();
        await page.getByRole('button', { name: 'Preview' }).nth(2).click();
        await page.getByRole('region', { name: 'Preview' }).waitFor();
      },
    },
    privacy: { who: 'visitor', path: '/privacy' },
    problem: { who: 'visitor', path: '/problems/rate-limited' },
    'the admin’s overview': { who: 'admin', path: '/admin' },
    'the admin’s list of verdicts': {
      who: 'admin',
      path: '/admin/verdicts',
      act: (page) => page.getByText('Take down').first().click(),
    },
    'a new verdict, refused': {
      who: 'admin',
      path: '/admin/verdicts/new',
      act: async (page) => {
        await press(page, 'Continue to the preview');
        await page.getByText('Paste the page of a verdict').waitFor();
      },
    },
    'a draft with lines selected, one of them not understood': {
      who: 'admin',
      path: drafts.whole,
      act: async (page) => {
        await page.locator('li label').nth(2).click();
        await page
          .locator('li label')
          .nth(10)
          .click({ modifiers: ['Shift'] });
        await page.getByText('Edit the source text').click();
      },
    },
    'a draft that can’t be read': { who: 'admin', path: drafts.refused },
    'an edit of a verdict': { who: 'admin', path: drafts.edit },
    'feedback received': { who: 'admin', path: '/admin/feedback' },
    email: { who: 'admin', path: '/admin/mail' },
    'an issue of The Cope Report being prepared': {
      who: 'admin',
      path: '/admin/report?look=page',
      act: async (page) => {
        await press(page, 'Compose the next issue');
        await page.getByRole('heading', { name: 'Preview' }).waitFor();
      },
    },
    'The Cope Report': { who: 'visitor', path: '/report' },
    'the health of the process': { who: 'admin', path: '/admin/health' },
    'nothing there': { who: 'visitor', path: '/no/such/page' },
    'a page that was refused': { who: 'visitor', path: `${verdict}?cursor=nonsense` },
  };
}

test('no page has serious axe violations, light and wide or dark and narrow; each has its landmarks and fits', async ({
  browser,
  publish,
  user,
  site,
}) => {
  test.setTimeout(480_000);
  const { slug, title } = await publish();
  const [ada, admin] = [await user('ada'), await user('linus')];
  await site.setRole(admin.name, 'admin');
  await ada.request('POST', '/feedback', { kind: 'idea', message: 'Fewer words.', page: '/about' });
  const text = verdictText(title).replace('Thinly argued.', 'Well argued.').replace('does not say', 'says');
  await admin.request('PUT', `/verdicts/${slug}`, { text, note: 'Kinder.' });
  const { slug: retracted } = await publish();
  const point = await ada.post(retracted, 'A point.');
  await ada.post(retracted, 'A reply.', point.id);
  await admin.request('POST', `/verdicts/${retracted}/retract`, { note: 'Invented.' });
  const { link: reset } = JSON.parse((await site.cli('user', 'reset', ada.name, '--json')).stdout);
  const states = {
    visitor: { cookies: [], origins: [] },
    reader: await ada.context.storageState(),
    admin: await admin.context.storageState(),
  };
  for (const [name, { who, path, act }] of Object.entries(
    await sights(ada, { slug, retracted, reset }, await draftsOf(admin, title)),
  ))
    await test.step(name, async () => {
      const context = await browser.newContext({ storageState: states[who], reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(path);
      // Actions need a hydrated page.
      if (act) await page.waitForLoadState('networkidle');
      await act?.(page);
      await expectWhole(page, name);
      for (const look of LOOKS) await expectAccessible(page, name, look);
      await expectFit(page, name);
      await context.close();
    });
});

/** Addresses of drafts. */
interface Drafts {
  whole: string;
  refused: string;
  edit: string;
}

async function draftsOf({ context }: BrowserUser, title: string): Promise<Drafts> {
  const page = await context.newPage();
  const here = async () => {
    await page.waitForURL(/\/drafts\//);
    return new URL(page.url()).pathname;
  };
  const paste = async (source: string) => {
    await page.goto('/admin/verdicts/new');
    await page.getByLabel('The page', { exact: true }).fill(source);
    await press(page, 'Continue to the preview');
    return here();
  };
  const whole = await paste(
    `Skip to content\n\n${verdictText('A draft').replace('THE', 'Read twice.\n\nTHE')}\n\nNo comments yet`,
  );
  const refused = await paste('A letter.\n\nIt goes on.\n\nAnd on.');
  await page.goto(`/admin/verdicts?q=${encodeURIComponent(title)}`);
  await page.getByRole('button', { name: /^Edit/ }).click();
  const edit = await here();
  await page.close();
  return { whole, refused, edit };
}

async function expectAccessible(page: Page, name: string, { width, colorScheme }: Look) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 844 });
  await endTransitions(page);
  const serious = (await axe(page))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) }));
  expect.soft(serious, `${name}, ${width} px, ${colorScheme}`).toEqual([]);
}

test('the page for a server error is complete and accessible', async ({ page, site, publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const comment = await ada.post(slug, 'Whose revisions are lost.');
  await sabotaged(site.dataDir, 'comment_revisions', async () => {
    expect((await page.goto(`/v/${slug}/history/${comment.id}`))?.status()).toBe(500);
    await expectWhole(page, 'a fault');
    expect(await axe(page)).toEqual([]);
  });
});

/** Renames a table while `act` runs, which causes server errors. */
async function sabotaged(dataDir: string, table: string, act: () => Promise<void>) {
  const cluster = await openCluster(dataDir);
  const { port } = runningServer(cluster)!;
  const sql = new pg.Client(`postgresql://copecheck:${cluster.password}@127.0.0.1:${port}/copecheck`);
  await sql.connect();
  await sql.query(`ALTER TABLE ${table} RENAME TO mislaid`);
  try {
    await act();
  } finally {
    await sql.query(`ALTER TABLE mislaid RENAME TO ${table}`);
    await sql.end();
  }
}

/** Finishes the transition between themes, whose colours in between aren't checked. */
async function endTransitions(page: Page) {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
    for (const animation of document.getAnimations())
      if (animation instanceof CSSTransition) animation.finish();
  });
}

/** In legacy mode, because our pages have no frames, for which axe would open another page each time. */
async function axe(page: Page): Promise<Result[]> {
  // Details of passed checks are slow to collect.
  const options: RunOptions = { resultTypes: ['violations'] };
  // The builder injects axe, which takes longer than a check. Later checks use the injected one.
  const again = await page.evaluate(async (options) => {
    const { axe } = window as { axe?: { run: (options: unknown) => Promise<{ violations: unknown }> } };
    return (await axe?.run(options))?.violations;
  }, options);
  if (again) return again as Result[];
  return (await new AxeBuilder({ page }).setLegacyMode(true).options(options).analyze()).violations;
}

/** Every page has one h1, a main, a skip link and a title. */
async function expectWhole(page: Page, name: string) {
  expect.soft(await page.locator('h1').count(), `${name}: h1`).toBe(1);
  expect.soft(await page.getByRole('main').count(), `${name}: main`).toBe(1);
  expect.soft(await page.locator('a[href="#main"]').count(), `${name}: skip link`).toBe(1);
  expect.soft(await page.title(), `${name}: title`).toMatch(/CopeCheck/);
}

async function expectFit(page: Page, name: string) {
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(() => {
      const over = document.documentElement.scrollWidth - innerWidth;
      if (over <= 0) return null;
      const culprits = [...document.querySelectorAll('main *, header *, footer *')].filter(
        (element) => element.getBoundingClientRect().right > innerWidth + 1,
      );
      return { over, culprits: culprits.slice(0, 4).map(({ outerHTML }) => outerHTML.slice(0, 120)) };
    });
    expect.soft(wide, `${name} at ${width} px scrolls sideways`).toBeNull();
  }
}
