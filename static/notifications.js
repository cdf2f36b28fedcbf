// Shows push notifications and opens their links. It handles no requests and caches nothing.
self.addEventListener('push', (event) => {
  const { title, body, href, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, renotify: true, data: { href } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { href, origin } = new URL(event.notification.data.href, self.location.origin);
  if (origin === self.location.origin) event.waitUntil(open(href));
});

async function open(href) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find(({ url }) => url === href);
  return there ? there.focus() : self.clients.openWindow(href);
}
