const STORED = 'copecheck.shortcuts';

/**
 * WCAG 2.1.4 requires that single-letter shortcuts can be turned off, for people who use speech input or press keys by
 * accident. The browser remembers the choice.
 */
export function areLettersOn(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    // The browser keeps nothing for this site.
    return true;
  }
}

export function turnLetters(on: boolean): void {
  try {
    localStorage.setItem(STORED, on ? 'on' : 'off');
  } catch {
    // As above.
  }
}
