/** What a press on a comment can do: the name of a button, or `data-act` of a link (page/comment-markup.ts). */
const ACTS = ['reply', 'edit', 'withdraw', 'fold', 'more', 'open', 'rate'] as const;

export interface PressedControl {
  act: (typeof ACTS)[number];
  control: HTMLElement;
  /** Of the comment. */
  id: string;
}

/** Null: the browser follows the press, for example into a new tab. */
export function pressedControl(event: MouseEvent): PressedControl | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return null;
  const control = (event.target as Element).closest<HTMLButtonElement>('[data-act], .own button');
  const act = ACTS.find((each) => each === (control?.dataset['act'] ?? control?.name));
  const article = control?.closest('li')?.querySelector('article');
  return act && control && article ? { act, control, id: article.id.slice('c-'.length) } : null;
}
