import { MAX_BODY } from '#lib/discussion/comment.ts';
import type { Anchor } from '#lib/live/events.ts';
import type { DraftKeeper } from './draft-keeper.svelte.ts';
import type { SavedDraft } from './saved-drafts.ts';

interface Start {
  body?: string | undefined;
  fault?: string | undefined;
  version?: number | undefined;
  /** As a plain form sent it. */
  anchor?: string | undefined;
}

interface Preview {
  html: string;
  /** Why it would be refused if it were sent now. */
  warnings: { code: string; message: string }[];
}

/** A comment being written. Its keeper, which is loaded later, saves it in this browser until it is sent. */
export class Draft {
  /** Of what is written: see `draftPlace`. */
  readonly place: string;
  body = $state('');
  /** Why it wasn't sent, as a sentence. */
  fault = $state('');
  /** Of the comment that an edit started from. */
  version = $state<number | undefined>();
  /** The passage that it is about. */
  anchor = $state.raw<Anchor | null>(null);
  /** Of the request that the server refused, while the text is the same. */
  nonce: string | undefined;
  preview = $state.raw<Preview | null>(null);
  /** Who was signed in at the last key press. */
  typedBy: string | null | undefined;
  keeper = $state.raw<DraftKeeper | null>(null);
  #initial: string;
  /** Characters, not UTF-16 code units. */
  readonly left = $derived(MAX_BODY - [...this.body].length);
  readonly empty = $derived(this.body.trim() === '');

  constructor(place: string, { body = '', fault = '', version, anchor }: Start = {}) {
    this.place = place;
    this.body = body;
    this.fault = fault;
    this.version = version;
    if (anchor) this.anchor = JSON.parse(anchor) as Anchor;
    // A text that the server has just returned is the reader's.
    this.#initial = fault ? '' : body;
  }

  /** It holds nothing that the reader has written. */
  get untouched(): boolean {
    return this.empty || this.body === this.#initial;
  }

  /** Why it can't be sent, as a sentence; null if it can. */
  get problem(): string | null {
    if (this.empty) return 'Write something first.';
    return this.left < 0 ? `Shorten it by ${-this.left} characters.` : null;
  }

  take({ text, fault, version, nonce, anchor }: SavedDraft): void {
    this.body = text;
    this.fault = fault ?? '';
    this.version = version ?? this.version;
    this.nonce = nonce;
    this.anchor = anchor ?? null;
  }

  typed(): void {
    this.fault = '';
    this.nonce = undefined;
  }

  /** The server has `text`. What was written since stays. */
  sent(text: string): void {
    this.keeper?.sent(text);
    if (this.body.trimEnd() === text) this.reset();
    else this.keeper?.save();
  }

  discard(): void {
    this.reset();
    this.keeper?.clear();
  }

  /** `text`: what the reader changes from now on. */
  reset(text = this.#initial): void {
    this.#initial = text;
    this.body = text;
    this.preview = this.anchor = null;
    this.typed();
  }
}
