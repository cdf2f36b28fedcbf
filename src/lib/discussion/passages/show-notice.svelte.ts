import { mount, unmount } from 'svelte';
import PageNotice from './PageNotice.svelte';

interface Notice {
  text: string;
  action: string;
  act: () => void;
}

let close: (() => void) | null = null;

/** One at a time, until it is used or closed, or the reader leaves the page. */
export function showNotice({ text, action, act }: Notice, left: AbortSignal): void {
  close?.();
  const closing = new AbortController();
  const end = () => {
    if (closing.signal.aborted) return;
    closing.abort();
    close = null;
    void unmount(component);
  };
  const onaction = () => {
    end();
    act();
  };
  const component = mount(PageNotice, {
    target: document.body,
    props: { text, action, onaction, onclose: end },
  });
  left.addEventListener('abort', end, { signal: closing.signal });
  close = end;
}
