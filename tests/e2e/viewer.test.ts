// Who is signed in: the right name and controls at the first paint, and in every tab from then on.
import type { Page } from '@playwright/test';
import { SCRIPTS_COOKIE, SCRIPTS_ON } from '#lib/http/pages/shared-pages.ts';
import { PASSWORD } from '../support/cast.ts';
import { shiftOf, watchShifts } from '../support/browser/shifts.ts';
import { commentOf, expect, stateOf, test, type BrowserUser } from '../support/browser/users.ts';

const account = (page: Page) => page.getByRole('navigation', { name: 'Account' });
const ballots = (page: Page) => page.getByRole('group', { name: /^Your vote/ });

async function expectAnonymous(page: Page) {
  await expect(account(page).getByRole('link')).toHaveText(['Sign in', 'Sign up']);
  await expect(page.getByText('To vote, choose a side and sign in.')).toBeVisible();
}

async function expectReader(page: Page, name: string) {
  await expect(account(page).getByRole('link')).toHaveText([/^Notices/, name, 'Settings']);
  await expect(account(page).getByRole('link', { name })).toHaveAttribute('href', `/u/${name}`);
  await expect(ballots(page).first()).toBeVisible();
  await expect(page.getByText('To vote, choose a side and sign in.')).toBeHidden();
}

/** Signs in in the browser of `user`, as another tab does. */
const signIn = (user: BrowserUser, username: string) =>
  user.request('POST', '/session', { username, password: PASSWORD });

/** As when the reader comes back to this tab. */
const show = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

interface Frames {
  frames: Record<string, string>[];
}

/** Records in every frame from the first on which controls are shown, and where. */
function watchControls() {
  const frames: Frames['frames'] = [];
  Object.assign(window, { frames });
  const shown = (element: Element) => element.checkVisibility({ contentVisibilityAuto: true });
  const record = () => {
    const controls = [
      ...document.querySelectorAll(
        'body > * header a, .claim-vote :is(button, span.side, a), .composer button, #thread :is(button, a:not(:has(time)))',
      ),
    ].filter(shown);
    const counted = new Map<string, number>();
    const frame: Record<string, string> = {};
    for (const control of controls) {
      const words = control.textContent.trim() || getComputedStyle(control, '::before').content;
      const what = `${control.tagName} ${words.replace(/["\d]/g, '').trim()}`;
      counted.set(what, (counted.get(what) ?? 0) + 1);
      const { x, y, width, height } = control.getBoundingClientRect();
      frame[`${what} ${counted.get(what)}`] = [x, y + scrollY, width, height].map(Math.round).join(' ');
    }
    if (controls.length > 0) frames.push(frame);
    requestAnimationFrame(record);
  };
  requestAnimationFrame(record);
}

/** Every control of a frame is in the last one, at the same place. */
async function expectSteady(page: Page, name: string) {
  const frames = await page.evaluate(() => (window as unknown as Frames).frames);
  expect(frames.length).toBeGreaterThan(9);
  const last = frames.at(-1)!;
  expect(Object.keys(last)).toContain(`A ${name.replace(/\d+/g, '')} 1`);
  for (const frame of frames)
    for (const [control, place] of Object.entries(frame))
      expect([control, last[control]]).toEqual([control, place]);
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`no control of a reader with votes changes its kind or place from the first frame on (${colorScheme})`, async ({
    publish,
    user,
  }) => {
    const { slug, claims } = await publish();
    const [ada, grace] = [await user('ada'), await user('grace')];
    const theirs = await grace.post(slug, 'Rate me.');
    await ada.post(slug, 'My own.');
    for (const { id } of claims) await ada.vote(id, 'agree');
    await ada.request('PUT', `/comments/${theirs.id}/rating`, { helpful: true });
    // Scripts have run in this browser, and its fonts are loaded.
    await ada.read(slug);

    const page = await ada.context.newPage();
    await page.emulateMedia({ colorScheme });
    await page.addInitScript(watchShifts);
    await page.addInitScript(watchControls);
    await page.goto(`/v/${slug}`);
    await expect(stateOf(page)).toHaveText('Live');
    for (const ballot of await ballots(page).all())
      await expect(ballot.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true');
    await expect(commentOf(page, theirs).getByRole('button', { name: /^Helpful,? 1$/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    const { sum, what } = await shiftOf(page);
    await expectSteady(page, ada.name);
    expect(sum, what).toBeCloseTo(0, 3);
  });

test('the front page for everyone has its reader’s name from the first frame on, and fetches their state once', async ({
  user,
  site,
}) => {
  const ada = await user('ada');
  // The fonts are loaded, and scripts have run in this browser.
  const earlier = await ada.context.newPage();
  await earlier.goto('/');
  await earlier.close();
  const page = await ada.context.newPage();
  await ada.context.addCookies([{ name: SCRIPTS_COOKIE, value: SCRIPTS_ON, url: site.url }]);
  await page.addInitScript(watchShifts);
  await page.addInitScript(watchControls);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-shared');
  await expect(account(page).getByRole('link', { name: ada.name })).toHaveAttribute('href', `/u/${ada.name}`);
  await page.waitForLoadState('networkidle');
  const { sum, what } = await shiftOf(page);
  await expectSteady(page, ada.name);
  expect(sum, what).toBeCloseTo(0, 3);
  expect(requests.filter((path) => path.endsWith('/mine'))).toEqual(['/api/v1/mine']);
});

test('signing in from a verdict leads back to it as that reader, and signing out ends it in every tab', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  await ada.context.clearCookies();
  const page = await ada.context.newPage();
  await page.goto(`/v/${slug}`);
  await expectAnonymous(page);
  await account(page).getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Name').fill(ada.name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`/v/${slug}`);
  await expectReader(page, ada.name);

  const other = await ada.read(slug);
  await expectReader(other, ada.name);
  await other.goto('/sign-out');
  await other.getByRole('button', { name: `Sign out ${ada.name}` }).click();
  await expect(other).toHaveURL('/');
  await expect(account(other).getByRole('link')).toHaveText(['Sign in', 'Sign up']);
  await expectAnonymous(page);
  await other.goBack();
  await expect(other.getByText('You are not signed in.')).toBeVisible();
  await other.goBack();
  await expectAnonymous(other);
});

test('when another tab signs in as someone else, no name, mark or control of the one before stays', async ({
  publish,
  user,
}) => {
  const { slug, claims } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  await ada.vote(claims[0]!.id, 'agree');
  const own = await ada.post(slug, 'Written by ada.');
  const page = await ada.read(slug);
  const settings = await ada.context.newPage();
  await settings.goto('/settings');
  const first = page.locator(`[id="claim-${claims[0]!.id}"]`).getByRole('button').first();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await expect(commentOf(page, own).getByRole('link', { name: 'Edit' })).toBeVisible();

  await signIn(ada, grace.name);
  await show(page);
  await show(settings);
  await expectReader(page, grace.name);
  await expect(first).toHaveAttribute('aria-pressed', 'false');
  await expect(commentOf(page, own).getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await expect(account(settings).getByRole('link', { name: grace.name })).toBeVisible();
  await expect(settings.locator('input[name=username]')).toHaveValue(grace.name);
});

test.describe('without its scripts', () => {
  test.use({ expectedErrors: [/Failed to fetch dynamically imported module/] });

  test('a page shows its reader’s controls, and a vote works', async ({ publish, user }) => {
    const { slug, claims } = await publish();
    const ada = await user('ada');
    await ada.read(slug);
    await ada.context.route('**/*.js', (route) => route.abort());
    const page = await ada.context.newPage();
    await page.goto(`/v/${slug}`);
    await expect(account(page).getByRole('link')).toHaveText(['Notices', /^/, 'Settings']);
    const first = page.locator(`[id="claim-${claims[0]!.id}"]`).getByRole('button').first();
    await first.click();
    await expect(first).toHaveAttribute('aria-pressed', 'true');
    await expect(first).toHaveAccessibleName(/ 1$/);
    await expect(account(page).getByRole('link', { name: ada.name })).toHaveAttribute(
      'href',
      `/u/${ada.name}`,
    );
  });
});

test('a browser that forbids cookies shows the page signed out', async ({ publish, visitor }) => {
  const { slug } = await publish();
  const guest = await visitor();
  await guest.context.addInitScript(() => {
    // As Chromium does it.
    Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} });
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: refuse });
  });
  const page = await guest.read(slug);
  await expectAnonymous(page);
});

test('on a phone, a large count in the header covers no letters', async ({ publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const page = await ada.context.newPage();
  await page.route('**/mine?**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), unread: 250 } });
  });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/v/${slug}`);
  const badge = account(page).getByText('99+', { exact: true });
  await expect(badge).toBeVisible();
  const covered = await badge.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const range = document.createRange();
    const walker = document.createTreeWalker(element.closest('header')!, NodeFilter.SHOW_TEXT);
    const letters: string[] = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (element.contains(text) || text.parentElement!.clientWidth === 1) continue;
      range.selectNodeContents(text);
      // The line's box without the space above its letters.
      for (const { left, right, top, bottom, height } of range.getClientRects())
        if (left < box.right && right > box.left && top + height / 4 < box.bottom && bottom > box.top)
          letters.push(text.textContent!);
    }
    return letters;
  });
  expect(covered).toEqual([]);
});
