import { NoResponse, Problem } from '#lib/http/api/api-client.ts';
import type { Anchor } from '#lib/live/events.ts';
import type { StoredDraft } from '#lib/discussion/stored-drafts/stored-draft.ts';
import { callFor } from './stored-drafts-client.ts';
import { read, write } from './storage.ts';

/** Milliseconds from the last key press to storing the text. */
const DELAY = 2000;
/** Milliseconds until a request without a usable response is tried again. */
const RETRY = 30_000;

/** Before owner and place: the draft that a tab of this browser last saw in the account. */
const SEEN = 'copecheck.seen-draft/';

interface Seen {
  /** The stored draft's `updatedAt`. */
  at: string;
  text: string;
  /** Which passage it is about; see `keyOf`. */
  passage?: string;
  /** The tab that saw it. */
  writer: string;
  /** It was sent or discarded here, and the server doesn't know yet. */
  dropped?: true;
}

export interface SyncPorts {
  call: typeof callFor;
  now: () => number;
}

/**
 * Keeps one composer's text in the account too, for the writer's other devices. What is typed here stays the first copy:
 * a draft from elsewhere, also from another tab, is only offered, and until the writer has chosen, none replaces the other.
 */
export class DraftSync {
  /** Another device's or tab's draft for the same place. */
  offer = $state.raw<StoredDraft | null>(null);
  /** The text here was sent or discarded on another device, or in another tab. */
  gone = $state(false);
  readonly #owner: string;
  readonly #place: string;
  readonly #writer: string;
  readonly #ports: SyncPorts;
  /** Null: nothing is typed. */
  #text: string | null = null;
  #version: number | undefined;
  #anchor: Anchor | undefined;
  /** Something was typed here, so an empty field means that it was sent or discarded. */
  #hadText = false;
  /** Changed since it was stored. */
  #dirty = false;
  #looked = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #requests: Promise<unknown> = Promise.resolve();
  /** What this tab saw: another one may have stored its own since. */
  #seenHere: Seen | null = null;

  constructor(
    { owner, place, writer }: { owner: string; place: string; writer: string },
    ports: SyncPorts = { call: callFor, now: Date.now },
  ) {
    this.#owner = owner;
    this.#place = place;
    this.#writer = writer;
    this.#ports = ports;
  }

  /** What is in the field now; null: nothing that the writer has typed. */
  changed(text: string | null, version?: number, anchor?: Anchor): void {
    const isSame = text === this.#text && version === this.#version;
    if (isSame && keyOf(anchor) === keyOf(this.#anchor)) return;
    [this.#text, this.#version, this.#anchor] = [text, version, anchor];
    // A text taken from another tab is this one's from here on.
    this.#seen();
    this.gone = false;
    this.#hadText ||= text !== null;
    this.#dirty = this.#hadText;
    if (text !== null) this.#later(DELAY);
    else if (this.#hadText) this.flush();
  }

  /** Looks for what another device has stored. */
  look(): Promise<void> {
    this.#looked = true;
    return this.#inTurn(() => this.#look());
  }

  /** The page is shown again, or the connection is back. */
  async refresh(): Promise<void> {
    if (this.#looked) await this.look();
    this.flush();
  }

  /** Stores at once what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    void this.#inTurn(() => this.#push());
  }

  /** @param keep false: someone else is signed in now */
  stop(keep = true): void {
    clearTimeout(this.#timer);
    if (keep) this.flush();
    this.#stopped = true;
  }

  /** The writer takes the offered text: the field gets it next. */
  use(): StoredDraft | null {
    const { offer } = this;
    if (offer) this.#setSeen(this.#sight(offer));
    this.offer = null;
    return offer;
  }

  /** The writer goes on with the text here, or wants neither; the offered one goes. */
  refuse(): void {
    if (!this.use()) return;
    this.#dirty = true;
    this.flush();
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.flush(), delay);
  }

  /** One request after the other, so that the last one has the last text. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#requests.then(act).catch((fault: unknown) => this.#failed(fault));
    this.#requests = done;
    return done;
  }

  async #look(): Promise<void> {
    const path = `/drafts?key=${encodeURIComponent(this.#place)}`;
    const { items } = await this.#ports.call<{ items: StoredDraft[] }>(this.#owner, 'GET', path);
    const [stored] = items;
    const seen = this.#seen();
    if (!stored) return this.#storedIsGone(seen);
    if (stored.body === this.#text) this.#setSeen(this.#sight(stored));
    else if (stored.updatedAt !== seen?.at) this.offer = stored;
    else if (seen.dropped && this.#text === null) await this.#drop(seen);
    // This browser has lost the text, which it stored.
    else if (this.#text === null && !this.#hadText) this.offer = stored;
  }

  #storedIsGone(seen: Seen | null): void {
    this.offer = null;
    if (!seen) return;
    // What is here now was there: it was sent or discarded on another device.
    this.gone = !seen.dropped && this.#text === seen.text;
    this.#forget(seen, null);
  }

  async #push(): Promise<void> {
    const [text, seen, anchor] = [this.#text, this.#seen(), this.#anchor];
    if (!this.#dirty || this.offer || this.gone) return;
    this.#dirty = false;
    if (text === null) return seen ? this.#drop(seen) : undefined;
    const isSeen = text === seen?.text && keyOf(anchor) === (seen.passage ?? '');
    if (isSeen && !seen.dropped) return;
    const draft = {
      ...{ body: text, updatedAt: new Date(this.#ports.now()).toISOString() },
      ...{
        version: this.#version ?? null,
        anchor: anchor ?? null,
        writer: this.#writer,
        base: seen?.at ?? null,
      },
    };
    const { updatedAt } = await this.#ports.call<StoredDraft>(this.#owner, 'PUT', this.#path(), draft);
    this.#setSeen(this.#sight({ updatedAt, body: text, anchor }));
  }

  async #drop(seen: Seen): Promise<void> {
    this.#forget(seen, { ...seen, dropped: true });
    await this.#ports.call(this.#owner, 'DELETE', `${this.#path()}?updatedAt=${seen.at}`);
    this.#forget(seen, null);
  }

  #path(): string {
    return `/drafts/${encodeURIComponent(this.#place)}`;
  }

  #failed(fault: unknown): void {
    this.#dirty = true;
    if (!(fault instanceof Problem)) {
      if (!(fault instanceof NoResponse)) reportError(fault);
      this.#later(RETRY);
    } else if (fault.code === 'draft-elsewhere') this.offer = fault.current as StoredDraft;
    else if (fault.status === 429 || fault.status >= 500) this.#later(RETRY);
    // Refused, such as a text that is too long: the next change is another request.
  }

  /** Another tab's only with the text here, or to finish what it has begun. */
  #seen(): Seen | null {
    const kept = parse(read(this.#key));
    const isOurs = kept?.writer === this.#writer || kept?.text === this.#text;
    if (kept && (isOurs || (kept.dropped && !this.#seenHere))) this.#seenHere = kept;
    return this.#seenHere;
  }

  #sight({ updatedAt, body, anchor }: Pick<StoredDraft, 'updatedAt' | 'body' | 'anchor'>): Seen {
    return { at: updatedAt, text: body, passage: keyOf(anchor), writer: this.#writer };
  }

  /** Leaves alone what another tab has seen since. */
  #forget({ at }: Seen, left: Seen | null): void {
    const kept = parse(read(this.#key));
    this.#seenHere = left;
    if (!kept || kept.at === at) this.#setSeen(left);
  }

  #setSeen(seen: Seen | null): void {
    this.#seenHere = seen;
    write(this.#key, seen && JSON.stringify(seen));
  }

  get #key(): string {
    return `${SEEN}${this.#owner}/${this.#place}`;
  }
}

/** Passages with the same words are told apart by their places. */
function keyOf(anchor: Anchor | null = null): string {
  return anchor ? JSON.stringify([anchor.section, anchor.block, anchor.start, anchor.end, anchor.quote]) : '';
}

function parse(stored: string | null): Seen | null {
  try {
    const seen = JSON.parse(stored ?? 'null') as Seen | null;
    return typeof seen?.at === 'string' && typeof seen.text === 'string' ? seen : null;
  } catch {
    return null;
  }
}
