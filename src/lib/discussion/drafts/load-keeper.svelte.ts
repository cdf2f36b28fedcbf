import type { Component } from 'svelte';
import type { Draft } from './draft.svelte.ts';

export interface KeptDraftProps {
  draft: Draft;
  owner: string | null;
  /** Changes when a text was returned to a composer. */
  returned: number;
  field: HTMLTextAreaElement | undefined;
}

// Not part of the page's first JavaScript: what is typed before it arrives is in the field.
let KeptDraft = $state.raw<Component<KeptDraftProps> | null>(null);

/** Null until it is loaded. */
export function keptDraft(): Component<KeptDraftProps> | null {
  return KeptDraft;
}

/** With what sends comments, so that a text can be sent offline. If they can't be loaded, the next key press tries again. */
export function loadKeeper(): void {
  if (KeptDraft) return;
  void Promise.all([import('./KeptDraft.svelte'), import('./outbox.svelte.ts')]).then(
    ([file]) => (KeptDraft = file.default),
    () => {},
  );
}
