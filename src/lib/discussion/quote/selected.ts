/** What the reader has selected of one comment's text. */
export interface Selected {
  range: Range;
  /** The comment's `<article>`. */
  article: Element;
}

/** Null: nothing, a part of more than one text, or of one that the reader can't reply to. */
export function selectedText(list: HTMLElement): Selected | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.toString().trim() === '') return null;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const body = (within instanceof Element ? within : within.parentElement)?.closest('.body, .plain');
  const article = body?.closest('.own');
  if (!article || !list.contains(article) || !replyButton(article)) return null;
  // Of an account that may not comment.
  return article.closest('.barred') ? null : { range, article };
}

/** Absent where no one can reply. */
export function replyButton(article: Element): HTMLButtonElement | null {
  return article.querySelector('.actions button[name=reply]');
}
