import { VIEWER_HEADER } from '#lib/http/shown-viewer.ts';
import { moveLocalPosition } from './local-positions.ts';

/** Least milliseconds between two writes. What is left goes out when the reader leaves the page. */
const PAUSE = 2000;

/** Writes how far a reader has read: to the account, or without one to this browser. */
export class SavedPosition {
  readonly #slug: string;
  /** Whose position it is, null without an account. The server refuses it once someone else is signed in. */
  readonly #owner: string | null;
  #seq: number;
  #section: string | null = null;
  #isDue = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `seq`: what is saved already; -1: nothing. */
  constructor(slug: string, { owner, seq }: { owner: string | null; seq: number }) {
    this.#slug = slug;
    this.#owner = owner;
    this.#seq = seq;
  }

  get seq(): number {
    return this.#seq;
  }

  move(seq: number): void {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    this.#save();
  }

  setSection(section: string): void {
    if (section === this.#section) return;
    this.#section = section;
    this.#save();
  }

  /** Writes now what waits. */
  readonly flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    const [seq, section] = [Math.max(0, this.#seq), this.#section];
    if (this.#owner === null) return moveLocalPosition(this.#slug, { seq, section, now: new Date() });
    this.#timer = setTimeout(this.flush, PAUSE);
    // If it fails, the next one says more.
    fetch(`/api/v1/verdicts/${this.#slug}/read`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', [VIEWER_HEADER]: encodeURIComponent(this.#owner) },
      body: JSON.stringify({ seq, section }),
      keepalive: true,
    }).catch(() => (this.#isDue = true));
  };

  #save(): void {
    this.#isDue = true;
    if (this.#timer === undefined) this.flush();
  }
}
