import type { Component } from 'svelte';
import type { PressedComment } from './pressed-comment.ts';

export interface ShownDialog {
  Dialog: Component<{ about: PressedComment }>;
  about: PressedComment;
}

/** By the form of the pressed button. In a module of its own, so that the page's first JavaScript doesn't list their files. */
const DIALOGS: Record<string, () => Promise<{ default: ShownDialog['Dialog'] }>> = {
  report: () => import('#lib/moderation/reports/ReportDialog.svelte'),
  moderate: () => import('./ModerateDialog.svelte'),
  options: () => import('./OptionsDialog.svelte'),
};

/** Rejects if the dialog can't be loaded. */
export async function dialogOf(button: HTMLButtonElement): Promise<ShownDialog> {
  const { id, action } = button.form!;
  const { author = '' } = button.closest('article')!.dataset;
  const about = { comment: button.value, author, href: `${action}/${button.value}` };
  if (id === 'options') about.href = `${action}?comment=${button.value}`;
  return { Dialog: (await DIALOGS[id]!()).default, about };
}
