export const FEEDBACK_KINDS = ['idea', 'fault', 'praise', 'other'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export const FEEDBACK_STATES = ['new', 'read', 'done'] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];

export const FEEDBACK_MAX = 5000;

/**
 * The page that feedback is about, as a path on this site, or null. `from` is the link's parameter, `referer` the
 * browser's header; a path elsewhere, or a very long one, is ignored.
 */
export function feedbackPage(from: string | null, referer: string | null, origin: string): string | null {
  for (const candidate of [from, referer]) {
    const url = candidate ? URL.parse(candidate, origin) : null;
    if (url?.origin === origin && url.pathname !== '/feedback' && url.pathname.length <= 300)
      return url.pathname;
  }
  return null;
}
