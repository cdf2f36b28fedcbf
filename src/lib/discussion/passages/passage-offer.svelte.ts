import { mount, unmount } from 'svelte';
import QuoteButton from '#lib/discussion/quote/QuoteButton.svelte';
import { pressedLetter } from '#lib/ui/keys/pressed-letter.svelte.ts';
import { placeOf, rangesAt } from './article-text.ts';

/** The button beside a selection in the article, and what it does. */
export class PassageOffer {
  /** `range`: the last piece of the passage. The selection may go on, as after a triple press. */
  #selected = $state.raw<{ range: Range; all: Range } | null>(null);
  readonly #comment: (range: Range) => void;

  constructor(comment: (range: Range) => void, left: AbortSignal) {
    this.#comment = comment;
    const current = () => this.#selected;
    const props = {
      ...{ label: 'Comment on this', letter: 'c' },
      get selected() {
        return current();
      },
      onquote: () => this.#take(),
    };
    const component = mount(QuoteButton, { target: document.body, props });
    left.addEventListener('abort', () => void unmount(component));
    document.addEventListener('keydown', (event) => this.#pressed(event), { signal: left });
  }

  show(range: Range | null): void {
    const place = range && placeOf(range);
    const last = place && rangesAt(place).at(-1);
    this.#selected = range && last ? { range: last, all: range } : null;
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.#selected) return;
    if (event.key === 'Escape') this.show(null);
    if (pressedLetter(event) !== 'c') return;
    event.preventDefault();
    this.#take();
  }

  #take(): void {
    const selected = this.#selected;
    this.show(null);
    if (!selected) return;
    this.#comment(selected.all);
    getSelection()?.removeAllRanges();
  }
}
