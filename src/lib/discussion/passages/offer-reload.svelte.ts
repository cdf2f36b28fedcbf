let offeredOn: AbortSignal | null = null;

/** Says once, on a page that is open since before an edit, that there is a newer version of the verdict. */
export async function offerReload(left: AbortSignal): Promise<void> {
  if (offeredOn === left || left.aborted) return;
  offeredOn = left;
  const { showNotice } = await import('./show-notice.svelte.ts');
  if (left.aborted) return;
  const text = 'The verdict was edited. Reload to see it.';
  showNotice({ text, action: 'Reload', act: () => location.reload() }, left);
}
