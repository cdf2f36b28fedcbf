import { callApi } from '#lib/http/api/api-client.ts';
import { messageOf } from './message-of.ts';
import type { DraftSync } from './draft-sync.svelte.ts';
import type { Draft } from './draft.svelte.ts';
import {
  draftsAt,
  entryKey,
  moveToAccount,
  putAside,
  putDraft,
  releaseDraft,
  removeDraft,
  type Entry,
  type Owner,
} from './saved-drafts.ts';
import { newNonce } from './storage.ts';
import { thisWriter } from './writer.ts';

/** Whose text was last in the composer of a place, on this page or one before it in the same tab. */
const lastOwners = new Map<string, Owner>();

/** Keeps one composer's text in this browser's storage: for its owner, apart from other tabs' texts. */
export class DraftKeeper {
  /** Refused texts, and what the reader has put aside, beside the text in the field. */
  offers = $state.raw<Entry[]>([]);
  /** The text of an account that is no longer signed in was put away. */
  putAway = $state(false);
  /** Null while nobody is signed in. */
  sync = $state.raw<DraftSync | null>(null);
  readonly #draft: Draft;
  readonly #writer: string;
  #owner: Owner;
  /** Another writer's entry, from which the text in the field was taken. */
  #source: Entry | null = null;

  /** @param isTyping the reader is in the field: a saved text is offered, and not filled in */
  constructor(draft: Draft, owner: Owner, { isTyping = false, writer = thisWriter() } = {}) {
    this.#draft = draft;
    this.#owner = owner;
    this.#writer = writer;
    draft.keeper = this;
    if (owner !== null) moveToAccount(owner, writer);
    if (isTyping || !draft.untouched) putAside(owner, draft.place, writer);
    this.#notePutAway();
    if (isTyping) this.#offer(draftsAt(owner, draft.place)[0]);
    else this.update();
  }

  /** Takes a saved text into an untouched field, and offers the others that were refused. @returns whether it took one */
  update(): boolean {
    const draft = this.#draft;
    const entries = draftsAt(this.#owner, draft.place);
    const own = entries.find(({ writer }) => writer === this.#writer);
    const next = draft.untouched ? (own ?? entries[0]) : undefined;
    if (next) this.#take(next);
    this.#offer();
    return next !== undefined;
  }

  #offer(other?: Entry): void {
    const inField = [this.#writer, this.#source?.writer];
    this.offers = draftsAt(this.#owner, this.#draft.place).filter(
      ({ fault, writer }) => !inField.includes(writer) && (fault !== undefined || writer === other?.writer),
    );
  }

  /** The account has changed: the text waits for its owner, or moves with the reader who signs in. */
  setOwner(owner: Owner): void {
    if (owner === this.#owner) return;
    const before = this.#owner;
    this.save();
    this.#owner = owner;
    if (before === null && owner !== null) moveToAccount(owner, this.#writer);
    if (before !== null || this.#source) {
      this.#source = null;
      this.#draft.reset();
    }
    this.update();
    this.#notePutAway();
  }

  #notePutAway(): void {
    const last = lastOwners.get(this.#draft.place) ?? null;
    this.putAway = last !== null && last !== this.#owner;
  }

  save(): void {
    const { place, body, version, nonce, untouched } = this.#draft;
    const anchor = this.#draft.anchor ?? undefined;
    if (!untouched) this.sync?.changed(body, version, anchor);
    const fault = this.#draft.fault || undefined;
    // Another writer's text, unchanged, is saved already.
    if (this.#source?.text === body) return removeDraft(this.#owner, place, this.#writer);
    if (untouched) return this.clear();
    const draft = { text: body, at: Date.now(), version, fault, nonce, anchor };
    putDraft(this.#owner, place, { writer: this.#writer, ...draft });
    lastOwners.set(place, this.#owner);
    this.putAway = false;
  }

  /** The reader goes to sign in with this text. */
  claim(): void {
    this.#source = null;
    this.save();
  }

  /** The server has this text: of the other tabs' drafts, only the same text goes. */
  sent(text: string): void {
    const { place } = this.#draft;
    for (const { writer, text: saved } of draftsAt(this.#owner, place))
      if (saved.trim() === text.trim()) removeDraft(this.#owner, place, writer);
    this.clear();
  }

  /** Forgets the text in the field, and what it was taken from. */
  clear(): void {
    const { place } = this.#draft;
    this.sync?.changed(null);
    removeDraft(this.#owner, place, this.#writer);
    if (lastOwners.get(place) === this.#owner) lastOwners.delete(place);
    const [source, owner] = [this.#source, this.#owner];
    this.#source = null;
    if (
      source &&
      draftsAt(owner, place).some(({ writer, at }) => writer === source.writer && at === source.at)
    )
      releaseDraft(owner, place, source.writer);
  }

  /** Puts an offered text into the field, and the field's text aside. */
  use(offer: Entry): void {
    this.#putFieldAside();
    this.clear();
    this.#take(offer);
    this.update();
  }

  /** The same with the text of another device. */
  useStored(): void {
    const stored = this.sync?.use();
    if (!stored) return;
    this.#putFieldAside();
    const { body, version, anchor, updatedAt } = stored;
    this.#source = null;
    this.#draft.take({ text: body, at: Date.parse(updatedAt), version: version ?? undefined, anchor });
    this.save();
    this.update();
  }

  #putFieldAside(): void {
    const draft = this.#draft;
    if (draft.untouched) return;
    const anchor = draft.anchor ?? undefined;
    const aside = { writer: newNonce(), text: draft.body, at: Date.now(), fault: draft.fault, anchor };
    putDraft(this.#owner, draft.place, aside);
  }

  drop(offer: Entry): void {
    removeDraft(this.#owner, this.#draft.place, offer.writer);
    this.update();
  }

  /** Another tab has sent a text that it took from here; this one is still open with it. */
  putBack({ key, newValue }: StorageEvent): void {
    if (key === entryKey(this.#owner, this.#draft.place, this.#writer) && newValue === '') this.save();
  }

  /** `place`: the hidden fields of the plain form. */
  async togglePreview({ verdict, parentId, comment }: Record<string, string>): Promise<void> {
    const draft = this.#draft;
    if (draft.preview) return void (draft.preview = null);
    if (draft.problem !== null) return void (draft.fault = draft.problem);
    try {
      draft.preview = await callApi('POST', '/preview', { body: draft.body, verdict, parentId, comment });
    } catch (refused) {
      draft.fault = messageOf(refused);
    }
  }

  #take(entry: Entry): void {
    this.#draft.take(entry);
    this.#source = entry.writer === this.#writer ? null : entry;
    if (entry.fault === undefined || !this.#source) return;
    // No tab holds a refused text: from here on it is this one's.
    removeDraft(this.#owner, this.#draft.place, entry.writer);
    this.claim();
  }
}
