// Verdicts whose tallies this browser was asked to show, for readers who aren't signed in.

const KEY = 'copecheck.peeks';

/** Tallies are hidden for a day: more than a reader opens meanwhile. */
const KEPT = 50;

export function hasPeeked(slug: string): boolean {
  return read().includes(slug);
}

export function rememberPeek(slug: string): void {
  try {
    const others = read().filter((each) => each !== slug);
    localStorage.setItem(KEY, JSON.stringify([slug, ...others].slice(0, KEPT)));
  } catch {
    // It is asked again on the next page.
  }
}

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
