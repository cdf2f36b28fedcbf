export type PushKind = 'notice' | 'queue';

/** What the service worker gets (static/notifications.js). */
export interface PushPayload {
  title: string;
  body: string;
  /** Path that a click opens. */
  href: string;
  /** A later notification of the same tag replaces this one, also while it waits at the push service. */
  tag: string;
}

/** Browsers of one account: more than anyone's devices. */
export const MAX_SUBSCRIPTIONS = 10;

/** Milliseconds after which a message isn't sent, or delivered by the push service: it is on the site anyway. */
export const PUSH_LASTS = 24 * 3_600_000;
