import { FOLDED } from './folded-text.ts';

/** Folds the texts of these people, and of comments that arrive later, until the returned function is called. */
export function foldComments(list: HTMLElement, names: string[]): () => void {
  // A name has only letters, digits, _ and -.
  const theirs = names.map((name) => `:is(article, aside, li)[data-author="${name}"]`).join();
  const fold = () => list.querySelectorAll(theirs).forEach(foldText);
  // Its callback runs before the next paint, so a text that is updated isn't seen in between.
  const observer = new MutationObserver(fold);
  observer.observe(list, { childList: true, subtree: true });
  fold();
  return () => observer.disconnect();
}

function foldText(comment: Element): void {
  const text = comment.querySelector('.long, .body');
  if (!text || comment.querySelector('.blocked-text')) return;
  const details = document.createElement('details');
  details.className = 'blocked-text';
  const summary = document.createElement('summary');
  summary.textContent = FOLDED;
  text.replaceWith(details);
  details.append(summary, text);
}
