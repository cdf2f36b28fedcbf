import { MAX_BODY } from '#lib/discussion/comment.ts';
import { savedDraft, saveDraft } from './saved-text.ts';

/** A comment being written, saved in this browser until it is sent. */
export class Draft {
  body = $state('');
  readonly #key: string;
  /** Characters, not UTF-16 code units. */
  readonly left = $derived(MAX_BODY - [...this.body].length);
  readonly empty = $derived(this.body.trim() === '');

  constructor(key: string, body: string) {
    this.#key = key;
    this.body = body;
  }

  /** Why it can't be sent, as a sentence; null if it can. */
  get problem(): string | null {
    if (this.empty) return 'Write something first.';
    return this.left < 0 ? `Shorten it by ${-this.left} characters.` : null;
  }

  restore(): void {
    this.body = savedDraft(this.#key) || this.body;
  }

  save(): void {
    saveDraft(this.#key, this.body);
  }

  clear(): void {
    this.body = '';
    this.save();
  }
}
