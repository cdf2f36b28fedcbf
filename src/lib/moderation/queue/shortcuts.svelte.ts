/**
 * Single letters that act on a moderator's page. They can be turned off (WCAG 2.1.4: who dictates, or whose keys
 * are pressed by accident, must be able to), which is remembered in this browser.
 */
const STORED = 'copecheck.shortcuts';

export class Shortcuts {
  on = $state(true);
  helpOpen = $state(false);

  /** In the browser, once mounted. */
  recall(): void {
    this.on = localStorage.getItem(STORED) !== 'off';
  }

  turn(on: boolean): void {
    this.on = on;
    localStorage.setItem(STORED, on ? 'on' : 'off');
  }

  /** Runs what belongs to the pressed letter; where somebody writes or a dialog is open, letters are letters. */
  press(event: KeyboardEvent, acts: Record<string, (() => void) | undefined>): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
    if (event.key === '?') {
      event.preventDefault();
      this.helpOpen = true;
      return;
    }
    const act = this.on && acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
