import { mount, tick, unmount } from 'svelte';
import { pressedLetter } from '#lib/ui/keys/pressed-letter.svelte.ts';
import { quotationOf } from './as-markdown.ts';
import QuoteButton from './QuoteButton.svelte';
import { replyButton, type Selected } from './selected.ts';

/** Milliseconds until the form's code must be there. */
const PATIENCE = 10_000;

/** The button beside a selection, and what it does. */
export class QuoteOffer {
  #selected = $state.raw<Selected | null>(null);

  constructor(left: AbortSignal) {
    const current = () => this.#selected;
    const props = {
      get selected() {
        return current();
      },
      onquote: () => current() && void this.#quote(current()!),
    };
    const component = mount(QuoteButton, { target: document.body, props });
    left.addEventListener('abort', () => void unmount(component));
    document.addEventListener('keydown', (event) => this.#pressed(event), { signal: left });
  }

  show(selected: Selected | null): void {
    this.#selected = selected;
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.#selected) return;
    if (event.key === 'Escape') this.show(null);
    if (pressedLetter(event) !== 'q') return;
    event.preventDefault();
    void this.#quote(this.#selected);
  }

  /** Opens the comment's reply form and appends the quotation to what is in it. */
  async #quote({ range, article }: Selected): Promise<void> {
    const quotation = quotationOf(range);
    this.show(null);
    const selector = `#reply-${article.id.slice('c-'.length)} textarea`;
    if (!document.querySelector(selector)) replyButton(article)?.click();
    const field = await appearance<HTMLTextAreaElement>(selector);
    if (!field) return;
    // What was written there before may just be restored.
    await tick();
    const before = field.value.trimEnd();
    field.value = `${before}${before && '\n\n'}${quotation}\n\n`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    getSelection()?.removeAllRanges();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollIntoView({ block: 'nearest' });
  }
}

/** The element once it is on the page; null if it doesn't come. */
function appearance<E extends Element>(selector: string): Promise<E | null> {
  const find = () => document.querySelector<E>(selector);
  return new Promise((resolve) => {
    const end = (found: E | null) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const observer = new MutationObserver(() => find() && end(find()));
    const timer = setTimeout(() => end(null), PATIENCE);
    observer.observe(document.body, { childList: true, subtree: true });
    if (find()) end(find());
  });
}
