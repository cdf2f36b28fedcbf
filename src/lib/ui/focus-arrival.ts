/**
 * After a navigation within the site the focus would be at the top of the document. It goes to what the address names,
 * such as the composer that led to signing in, otherwise to the heading of the page. A comment has its own way.
 */
export function focusArrival(hash: string): void {
  // After SvelteKit has followed the fragment, which takes the focus away.
  setTimeout(() => {
    if (document.activeElement !== document.body || hash.startsWith('#c-')) return;
    const named = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    const control =
      named &&
      [...named.querySelectorAll<HTMLElement>('textarea, button, a[href]')].find((one) =>
        one.checkVisibility(),
      );
    const target = control || document.querySelector('h1');
    if (target?.matches('h1')) target.tabIndex = -1;
    target?.focus({ preventScroll: true });
  });
}
