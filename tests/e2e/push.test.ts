// Push notifications in a browser, delivered by Chromium itself: the push service is replaced, its messages aren't.
import type { CDPSession, Page, Worker } from '@playwright/test';
import { commentOf, expect, test } from '../support/browser/users.ts';

/** What a browser's push service would return; tests have no network. */
const SUBSCRIPTION = {
  endpoint: 'https://push.example/browser',
  keys: {
    p256dh: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
    auth: 'tBHItJI5svbpez7KI4CCXg',
  },
};

interface Registration {
  registrationId: string;
  scopeURL: string;
}

/** The id of the site's service worker in Chromium. */
async function registrationOf(cdp: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations as Registration[];
      if (first) resolve(first.registrationId);
    }),
  );
  await cdp.send('ServiceWorker.enable');
  return found;
}

/** Records what is shown and opened: Chromium without a screen shows nothing, and opens windows for a real click only. */
const record = (worker: Worker) =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as RecordingScope;
    [scope.shown, scope.opened] = [[], []];
    scope.registration.showNotification = (title, options) => {
      scope.shown.push({ title, ...options });
      return Promise.resolve();
    };
    scope.clients.openWindow = (url) => {
      scope.opened.push(url);
      return Promise.resolve();
    };
  });

const shown = (worker: Worker) => worker.evaluate(() => (globalThis as unknown as RecordingScope).shown);

/** Clicks the notification that was shown first. @returns what that opened */
const click = (worker: Worker) =>
  worker.evaluate(async () => {
    const scope = globalThis as unknown as RecordingScope;
    const notification = { ...scope.shown[0], close: () => {} };
    let done: unknown;
    const waitUntil = (work: unknown) => (done = work);
    scope.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil }));
    await done;
    return scope.opened;
  });

interface RecordingScope {
  registration: { showNotification: (title: string, options: object) => Promise<void> };
  clients: { openWindow: (url: string) => Promise<void> };
  dispatchEvent: (event: Event) => void;
  shown: object[];
  opened: string[];
}

async function subscribeTo(page: Page) {
  await page.addInitScript((subscription) => {
    PushManager.prototype.subscribe = () =>
      Promise.resolve({ toJSON: () => subscription } as unknown as PushSubscription);
  }, SUBSCRIPTION);
}

test('push is off until a reader turns it on; a notification opens its comment; signing out ends it', async ({
  site,
  user,
  publish,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const own = await ada.post(slug, 'A claim.');
  const reply = await grace.post(slug, 'An answer.', own.id);
  const subscriptions = () => site.sql('SELECT 1 FROM push_subscriptions');
  const page = await ada.context.newPage();
  await subscribeTo(page);
  await page.goto('/settings');
  await expect(page.getByText('Push notifications in this browser are off.')).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([]);

  await ada.context.grantPermissions(['notifications']);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('are on, until you sign out.')).toBeVisible();
  expect(await subscriptions()).toHaveLength(1);

  const cdp = await ada.context.newCDPSession(page);
  const registrationId = await registrationOf(cdp);
  const worker = ada.context.serviceWorkers()[0] ?? (await ada.context.waitForEvent('serviceworker'));
  await record(worker);
  const href = `/v/${slug}?comment=${reply.id}#c-${reply.id}`;
  const data = JSON.stringify({ title: 'grace replied to you.', body: 'An answer.', href, tag: 'thread' });
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: site.url, registrationId, data });
  await expect
    .poll(() => shown(worker))
    .toMatchObject([{ title: 'grace replied to you.', body: 'An answer.', tag: 'thread' }]);
  const opened = await click(worker);
  expect(opened).toEqual([site.url + href]);
  await page.goto(opened[0]!);
  await expect(commentOf(page, reply)).toBeInViewport();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('in this browser are off.')).toBeVisible();
  expect(await subscriptions()).toEqual([]);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('are on, until you sign out.')).toBeVisible();
  await page.goto('/sign-out');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(subscriptions).toEqual([]);
});
