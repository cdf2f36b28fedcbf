/** Their page for a browser that runs scripts is the anonymous one, the same for everyone; so is their data. */
export const SHARED_ROUTES = ['/', '/v/[slug]', '/u/[name]'] as const;

/** Set by the script in app.html: the browser runs scripts, which fill in the reader's own state. */
export const SCRIPTS_COOKIE = 'scripts';
export const SCRIPTS_ON = 'on';

export function isSharedRoute(id: string | null): boolean {
  return SHARED_ROUTES.some((route) => route === id);
}
