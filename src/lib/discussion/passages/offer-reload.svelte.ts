import { mount, unmount } from 'svelte';

let offeredOn: AbortSignal | null = null;

/** Says once, on a page that is open since before an edit, that there is a newer version of the verdict. */
export async function offerReload(left: AbortSignal): Promise<void> {
  if (offeredOn === left || left.aborted) return;
  offeredOn = left;
  const { default: EditedNotice } = await import('./EditedNotice.svelte');
  if (left.aborted) return;
  const closing = new AbortController();
  const close = () => {
    if (closing.signal.aborted) return;
    closing.abort();
    void unmount(component);
  };
  const component = mount(EditedNotice, { target: document.body, props: { onclose: close } });
  left.addEventListener('abort', close, { signal: closing.signal });
}
