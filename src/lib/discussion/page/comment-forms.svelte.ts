import type { Component } from 'svelte';
import type { Sent } from '#lib/discussion/drafts/outbox.svelte.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';

export interface FormsProps {
  node: CommentNode;
  /** Shows the form of a reply elsewhere than below its comment. */
  elsewhere?: { onsent: (sent: Sent) => void; onclose: () => void };
}

// Not part of the page's first JavaScript, because no form is open then, as a rule.
let Forms = $state.raw<Component<FormsProps> | null>(
  import.meta.env.SSR ? (await import('./CommentForms.svelte')).default : null,
);

/** Null until they are loaded. */
export function commentForms(): Component<FormsProps> | null {
  return Forms;
}

/** @throws if the browser can't load them */
export async function loadForms(): Promise<void> {
  Forms ??= (await import('./CommentForms.svelte')).default;
}
