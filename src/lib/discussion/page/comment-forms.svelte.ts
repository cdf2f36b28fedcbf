import type { Component } from 'svelte';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';

// Not part of the page's first JavaScript, because no form is open then, as a rule.
let Forms = $state.raw<Component<{ node: CommentNode }> | null>(
  import.meta.env.SSR ? (await import('./CommentForms.svelte')).default : null,
);

/** Null until they are loaded. */
export function commentForms(): Component<{ node: CommentNode }> | null {
  return Forms;
}

/** @throws if the browser can't load them */
export async function loadForms(): Promise<void> {
  Forms ??= (await import('./CommentForms.svelte')).default;
}
