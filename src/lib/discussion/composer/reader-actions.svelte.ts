import { NoResponse } from '#lib/http/api/api-client.ts';
import type { Anchor } from '#lib/live/events.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { TabSync, type OwnAction } from '#lib/discussion/thread/tab-sync.ts';
import type { Outbox, Sent } from '#lib/discussion/drafts/outbox.svelte.ts';
import { hasSaved } from '#lib/discussion/drafts/keys.ts';
import { messageOf } from '#lib/discussion/drafts/message-of.ts';
import type { OwnMarks } from './own-marks.ts';

/** Sends the reader's comments, votes and ratings. */
export class ReaderActions {
  readonly #discussion: Discussion;
  readonly #refresh: () => void;
  /** Null until the reader has sent something from this browser. */
  outbox: Outbox | null = null;
  #tabs: TabSync | null = null;
  #marks: OwnMarks | null = null;

  /** `refresh` fetches the reader's own state, after a press that may have failed. */
  constructor(discussion: Discussion, refresh: () => void = () => {}) {
    this.#discussion = discussion;
    this.#refresh = refresh;
  }

  /**
   * @returns null: it isn't sent, because nobody, or someone else, is signed in
   * @throws NoResponse if the browser can't load the code that sends it
   */
  async post(
    body: string,
    parentId: string | null,
    nonce?: string,
    anchor?: Anchor | null,
  ): Promise<Sent | null> {
    const outbox = await this.#forWriter(this.#loadOutbox());
    return outbox?.post(body, parentId, nonce, anchor) ?? null;
  }

  /** Sends again what an earlier page sent without an answer, with the same nonce. */
  async resume(): Promise<void> {
    if (hasSaved('copecheck.unsent')) (await this.#loadOutbox()).resume();
  }

  /** Someone else is signed in now, who must not send it. It stays saved for its author. */
  forgetUnsent(): void {
    this.outbox?.forgetUnsent();
    this.#marks?.forget();
  }

  /** Shares own votes and ratings with the reader's other tabs until the returned function is called. */
  syncTabs(): () => void {
    const { slug, tallies } = this.#discussion;
    const tabs = new TabSync(slug, ({ username, ...own }) => {
      if (username === this.#discussion.viewer?.username && tallies.isNews(own)) tallies.setOwn(own);
    });
    this.#tabs = tabs;
    return () => {
      this.#tabs = null;
      tabs.close();
    };
  }

  /** @throws Problem, NoResponse */
  async rate({ comment: { id } }: CommentNode, helpful: boolean | null): Promise<void> {
    if (!this.#marks) this.#discussion.tallies.pressRating(id, helpful);
    const marks = this.#marks ?? (await this.#forWriter(this.loadMarks(id)));
    await marks?.rate(id, helpful);
  }

  /** @throws Problem, NoResponse */
  async vote(id: string, stance: Stance | null): Promise<void> {
    if (!this.#marks) this.#discussion.tallies.pressVote(id, stance);
    const marks = this.#marks ?? (await this.#forWriter(this.loadMarks(id)));
    await marks?.vote(id, stance);
  }

  /**
   * What sends votes and ratings isn't part of the page's first JavaScript. `pressed`: waits for it.
   * @throws NoResponse
   */
  async loadMarks(pressed?: string): Promise<OwnMarks> {
    try {
      const { OwnMarks } = await import('./own-marks.ts');
      const ports = { refresh: this.#refresh, publish: (own: OwnAction) => this.#publish(own) };
      return (this.#marks ??= new OwnMarks(this.#discussion, ports));
    } catch {
      if (pressed) this.#discussion.tallies.undo(pressed);
      throw new NoResponse('No connection, so this is not saved. Try again.');
    }
  }

  /** Waits for code that a press needs. Null: someone else is signed in by then, who must not send what was pressed. */
  async #forWriter<T>(code: Promise<T>): Promise<T | null> {
    const writer = this.#discussion.viewer?.username;
    const loaded = await code;
    return this.#discussion.viewer?.username === writer ? loaded : null;
  }

  async #loadOutbox(): Promise<Outbox> {
    const file = await import('#lib/discussion/drafts/outbox.svelte.ts').catch(() => {
      throw new NoResponse();
    });
    return (this.outbox ??= new file.Outbox(this.#discussion));
  }

  #publish(own: OwnAction): void {
    const { viewer, slug } = this.#discussion;
    if (!viewer) return;
    // The reader may have left the page, and this tab may show it again.
    const tabs = this.#tabs ?? new TabSync(slug, () => {});
    tabs.publish({ ...own, username: viewer.username });
    if (tabs !== this.#tabs) tabs.close();
  }
}

export async function attempt(node: CommentNode, act: () => Promise<unknown>): Promise<void> {
  node.fault = '';
  try {
    await act();
  } catch (refusal) {
    node.fault = messageOf(refusal);
  }
}
