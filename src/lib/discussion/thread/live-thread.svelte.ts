import { callApi } from '#lib/http/api/api-client.ts';
import type { ConnectionStatus, LiveConnection } from '#lib/live/connection.svelte.ts';
import type { Watched } from '#lib/live/events.ts';
import { verdictListeners } from '#lib/live/verdict-messages.ts';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';
import type { Discussion, ThreadUpdate } from './discussion.svelte.ts';
import type { ThreadChanges } from '#lib/discussion/reading/thread-changes.ts';
import { ThreadSync } from './thread-sync.ts';
import type { AnnounceGrowth } from './announce-growth.ts';
import { FrameBatcher } from './frame-batcher.ts';
import { Typing } from './typing.svelte.ts';

/** Milliseconds for which the page says that it has caught up. */
const CAUGHT_UP_SHOWN = 4000;

export interface LiveThreadStart {
  discussion: Discussion;
  actions: ReaderActions;
  start: { seq: number; tally: number };
}

export interface LiveThreadPorts {
  reset: () => void;
  /** `isDue`: false while their number has changed and isn't announced yet. */
  announceWaiting: (isDue: boolean) => void;
}

/** Keeps one page's discussion in step with the server. Create it in a component's setup, and `follow` once mounted. */
export class LiveThread {
  caughtUp = $state(false);
  readonly typing: Typing;
  readonly #connection: LiveConnection;
  readonly #page: LiveThreadStart;
  readonly #updates: FrameBatcher<ThreadUpdate>;
  readonly #sync: ThreadSync;
  #wasDisconnected = false;

  constructor(connection: LiveConnection, page: LiveThreadStart, ports: LiveThreadPorts) {
    const { discussion, start } = page;
    const { slug, thread } = discussion;
    this.#connection = connection;
    this.#page = page;
    this.typing = new Typing(() => connection.sendTyping(slug));
    this.#updates = new FrameBatcher((updates) => discussion.applyUpdates(updates));
    this.#sync = new ThreadSync(start, {
      changesSince: (seq, tally) =>
        callApi<ThreadChanges>('GET', `/verdicts/${slug}/changes?since=${seq}&tally=${tally}`),
      apply: (comments, total) => this.#updates.add({ comments, total }),
      tallied: (claims, ratings) => this.#updates.add({ claims, ratings }),
      reset: ports.reset,
    });
    $effect(() => {
      if (this.state === 'reconnecting' || this.state === 'offline') this.#wasDisconnected = true;
    });
    let growth: Promise<AnnounceGrowth> | undefined;
    const load = async () =>
      new (await import('./announce-growth.ts')).AnnounceGrowth(0, ports.announceWaiting);
    $effect(() => {
      const { length } = thread.waiting;
      if (length > 0 || growth) (growth ??= load()).then((known) => known.changed(length)).catch(() => {});
    });
  }

  get state(): ConnectionStatus {
    return this.#connection.state;
  }

  get othersTyping(): number {
    return Math.max(0, this.#page.discussion.typing - Number(this.typing.counted));
  }

  /** Follows the verdict until the returned function is called. */
  follow(): () => void {
    const { discussion } = this.#page;
    const listeners = verdictListeners(discussion.slug, {
      onChanged: (change) => this.#sync.onChanged(change),
      // Batched with the comments: a tally may be of one that is not on the page yet.
      onTallied: (tallies) => this.#updates.add(tallies),
      onUnreadable: () => void this.#sync.resync(),
      onPresence: (presence) => {
        this.typing.onCount();
        discussion.setPresence(presence);
      },
      onHead: (seq) => this.#sync.onHead(seq),
    });
    const unwatch = this.#connection.watch(discussion.slug, listeners, (head) => void this.#catchUp(head));
    return () => {
      unwatch();
      this.#sync.stop();
      this.#updates.stop();
    };
  }

  async #catchUp(head: Watched & { ok: true }): Promise<void> {
    this.#page.discussion.setPresence({ readers: head.readers, typing: 0 });
    const { seq, tally } = this.#sync;
    if (head.seq > seq || head.tally > tally) await this.#sync.resync();
    this.#updates.flush();
    if (this.#wasDisconnected) {
      this.caughtUp = true;
      setTimeout(() => (this.caughtUp = false), CAUGHT_UP_SHOWN);
    }
    this.#wasDisconnected = false;
    this.#page.actions.outbox?.retryAll();
  }
}
