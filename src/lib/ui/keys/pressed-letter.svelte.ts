import { areLettersOn } from './letters.svelte.ts';

/** The key that was pressed as a shortcut; '' if they are off, while the reader is typing, with modifiers, and in dialogs. */
export function pressedLetter(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return '';
  return isOnText(event) || !areLettersOn() ? '' : event.key;
}

/** Whether the key belongs to a field or a dialog. */
function isOnText({ target }: KeyboardEvent): boolean {
  const isField = target instanceof Element && target.closest(FIELDS) !== null;
  return isField || document.querySelector('dialog[open]') !== null;
}

const FIELDS =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]';
