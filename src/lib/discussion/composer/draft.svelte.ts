import { MAX_BODY } from '#lib/discussion/comment.ts';
import { saveDraft, readDraft } from './saved-text.ts';

/** A text that is being written, kept in this browser under the name of its place until it is sent. */
export class Draft {
  body = $state('');
  readonly #place: string;
  readonly left = $derived(MAX_BODY - [...this.body].length);
  readonly empty = $derived(this.body.trim() === '');

  constructor(place: string, body: string) {
    this.#place = place;
    this.body = body;
  }

  /** What stands in the way of sending it, as a sentence; null: nothing. */
  get unfit(): string | null {
    if (this.empty) return 'Write something first.';
    return this.left < 0 ? `Shorten it by ${-this.left} characters.` : null;
  }

  /** Takes up what was typed on an earlier visit. */
  recall(): void {
    this.body = readDraft(this.#place) || this.body;
  }

  keep(): void {
    saveDraft(this.#place, this.body);
  }

  clear(): void {
    this.body = '';
    this.keep();
  }
}
