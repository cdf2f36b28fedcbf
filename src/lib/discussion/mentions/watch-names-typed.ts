import { nameAtCaret } from './name-at-caret.ts';

/** Offers names when `@` and a letter are typed into a form of the discussion. The list's code is loaded then. */
export function watchNamesTyped(thread: HTMLElement, signal: AbortSignal): void {
  const talk = thread.closest('section') ?? thread;
  const typed = ({ target }: Pick<Event, 'target'>) => {
    if (!(target instanceof HTMLTextAreaElement) || nameAtCaret(target) === null) return;
    void import('./complete-names.ts').then(
      ({ completeNames }) => completeNames(target, thread, signal),
      () => {},
    );
  };
  talk.addEventListener('input', typed, { signal });
  // What was typed before this code was there.
  typed({ target: document.activeElement });
}
