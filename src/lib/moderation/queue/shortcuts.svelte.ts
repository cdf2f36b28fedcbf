import { areLettersOn, turnLetters } from '#lib/ui/keys/letters.svelte.ts';

/** Single-letter shortcuts on moderators' pages. */
export class Shortcuts {
  on = $state(true);
  helpOpen = $state(false);

  /** Call it in the browser, once mounted. */
  recall(): void {
    this.on = areLettersOn();
  }

  turn(on: boolean): void {
    this.on = on;
    turnLetters(on);
  }

  /** Runs the action of the pressed key, unless keys are turned off, the user is typing or a dialog is open. */
  press(event: KeyboardEvent, actions: Record<string, (() => void) | undefined>): void {
    if (!this.on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]')) return;
    if (event.key === '?') {
      event.preventDefault();
      this.helpOpen = true;
      return;
    }
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
