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
  const range = selection.getRangeAt(0).cloneRange();
  const { startContainer: start } = range;
  const body = (start instanceof Element ? start : start.parentElement)?.closest('.body, .plain');
  if (!body || !endIn(body, range)) return null;
  const article = body.closest('.own');
  if (!article || !list.contains(article) || !replyButton(article)) return null;
  // Of an account that may not comment.
  return article.closest('.barred') ? null : { range, article };
}

/** A triple press selects up to the next text: ends the range with this one. @returns false if it goes on in another */
function endIn(body: Element, range: Range): boolean {
  if (body.contains(range.endContainer)) return true;
  const rest = range.cloneRange();
  rest.setStartAfter(body);
  if (rest.toString().trim() !== '') return false;
  range.setEnd(body, body.childNodes.length);
  return true;
}

/** Absent where no one can reply. */
export function replyButton(article: Element): HTMLButtonElement | null {
  return article.querySelector('.actions button[name=reply]');
}
