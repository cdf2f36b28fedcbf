import { callApi } from '#lib/http/api/api-client.ts';

const WORKER = '/notifications.js';

/** What a reader must change before push can be turned on. */
export class PushBlocked extends Error {}

/** Requests permission, subscribes this browser, and tells the site. @throws PushBlocked, Problem, NoResponse */
export async function turnOn(key: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new PushBlocked(
      'Your browser blocks notifications from this site. Allow them in its settings first.',
    );
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // Subscribed with an earlier key of this site.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options).catch(() => {
      throw new PushBlocked('Your browser could not reach its push service. Try again later.');
    });
  });
  const { endpoint, keys } = subscription.toJSON();
  await callApi('PUT', '/me/push', { endpoint, keys });
}

/** @throws Problem, NoResponse */
export async function turnOff(): Promise<void> {
  await callApi('DELETE', '/me/push');
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/**
 * At the end of a session: the next user of the browser sees no notifications of the account. The site forgets
 * the browser with the session.
 */
export async function leaveBrowser(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  if (!registration) return;
  for (const notification of await registration.getNotifications()) notification.close();
  const subscription = await registration.pushManager.getSubscription();
  // Not awaited: the push service may not answer.
  subscription?.unsubscribe().catch(() => {});
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
