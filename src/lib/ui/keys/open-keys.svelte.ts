import { mount, unmount } from 'svelte';
import KeysDialog from './KeysDialog.svelte';
import { pressedLetter } from './pressed-letter.svelte.ts';

/** Shows all keys, unless the page has its own list, or the reader is typing or has turned letters off. */
export function openKeys(event: KeyboardEvent): void {
  if (pressedLetter(event) !== '?') return;
  const before = document.activeElement as HTMLElement | null;
  const dialog = mount(KeysDialog, {
    target: document.body,
    props: {
      onclose: () => {
        void unmount(dialog);
        before?.focus();
      },
    },
  });
}
