const STORED = 'copecheck.shortcuts';

/**
 * Single-letter shortcuts on moderators' pages. WCAG 2.1.4 requires that they can be turned off, for people who use
 * speech input or press keys by accident. The browser remembers the choice.
 */
export class Shortcuts {
  on = $state(true);
  helpOpen = $state(false);

  /** Call it in the browser, once mounted. */
  recall(): void {
    this.on = localStorage.getItem(STORED) !== 'off';
  }

  turn(on: boolean): void {
    this.on = on;
    localStorage.setItem(STORED, on ? 'on' : 'off');
  }

  /** Runs the action of the pressed key, unless the user is typing or a dialog is open. */
  press(event: KeyboardEvent, actions: Record<string, (() => void) | undefined>): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
    if (event.key === '?') {
      event.preventDefault();
      this.helpOpen = true;
      return;
    }
    const action = this.on && actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
