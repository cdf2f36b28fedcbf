import { callApi } from '#lib/http/api/api-client.ts';
import { LiveConnection, type ConnectionState, type LiveSocketClient } from '#lib/live/connection.svelte.ts';
import type { Watched } from '#lib/live/events.ts';
import { onVerdictMessages, canUnpack } from '#lib/live/verdict-messages.ts';
import type { Discussion, ThreadUpdate } from './discussion.svelte.ts';
import { Follower, type ChangesResponse } from './follower.ts';
import { FrameBatcher } from './frame-batcher.ts';
import { Typing } from './typing.svelte.ts';
import type { ReaderActions } from '#lib/discussion/composer/reader-actions.svelte.ts';

/** So long the page says that it has caught up, in milliseconds. */
const SAID_FOR = 4000;
/** That more wait is said at most so often, in milliseconds: in a storm a screen reader would say nothing else. */
const HELD_EVERY = 3000;
/** So long an answer to `verdict:watch` may take, in milliseconds. */
const PATIENCE = 10_000;

export interface LiveThreadPorts {
  /** Too far behind: the page must be loaded anew. */
  reset: () => void;
  /** More comments wait at the top than before. */
  held: () => void;
}

/**
 * What ties a discussion to the others' pages: their comments and counts come in without gaps, one's own typing goes
 * out. Make it while a component is set up; `open` it once mounted, `close` it when the page goes.
 */
export class LiveThread {
  /** Back after a break, with everything that was missed. */
  caughtUp = $state(false);
  readonly typing = new Typing(() =>
    this.#connection.socket?.volatile.emit('comment:typing', { verdict: this.#discussion.slug }),
  );
  readonly #discussion: Discussion;
  readonly #actions: ReaderActions;
  readonly #ports: LiveThreadPorts;
  readonly #follower: Follower;
  readonly #news = new FrameBatcher<ThreadUpdate>((gathered) => this.#hear(gathered));
  readonly #connection: LiveConnection;
  #wasAway = false;
  #quiet: ReturnType<typeof setTimeout> | null = null;
  #unsaid = false;

  constructor(
    page: { discussion: Discussion; actions: ReaderActions; start: { seq: number; tally: number } },
    ports: LiveThreadPorts,
  ) {
    this.#discussion = page.discussion;
    this.#actions = page.actions;
    this.#ports = ports;
    this.#follower = this.#follow(page.start);
    this.#connection = new LiveConnection({
      listen: (socket) => this.#listen(socket),
      onLive: (socket) => this.#watch(socket),
    });
    $effect(() => {
      if (this.state === 'reconnecting' || this.state === 'offline') this.#wasAway = true;
    });
  }

  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** How many others write now. */
  get othersTyping(): number {
    return Math.max(0, this.#discussion.typing - Number(this.typing.counted));
  }

  open(): void {
    void this.#connection.open();
  }

  close(): void {
    this.#connection.close();
    this.#follower.stop();
    this.#news.stop();
    if (this.#quiet) clearTimeout(this.#quiet);
  }

  #follow(start: { seq: number; tally: number }): Follower {
    const { slug } = this.#discussion;
    return new Follower(start, {
      changesSince: (seq, tally) =>
        callApi<ChangesResponse>('GET', `/verdicts/${slug}/changes?since=${seq}&tally=${tally}`),
      apply: (comments, total) => this.#news.add({ comments, total }),
      tallied: (claims, ratings) => this.#news.add({ claims, ratings }),
      reset: this.#ports.reset,
    });
  }

  #listen(socket: LiveSocketClient): void {
    onVerdictMessages(socket, {
      changed: (change) => this.#follower.onChanged(change),
      // In one line with the comments: a count may be of one that is not yet on the page.
      tallied: (tally) => this.#news.add(tally),
      missed: () => void this.#follower.resync(),
    });
    socket.on('verdict:presence', (crowd) => this.#discussion.setPresence(crowd));
    socket.on('verdict:head', ({ seq }) => this.#follower.onHead(seq));
  }

  #hear(gathered: ThreadUpdate[]): void {
    const { thread } = this.#discussion;
    const waited = thread.waiting.length;
    this.#discussion.applyUpdates(gathered);
    if (thread.waiting.length > waited) this.#sayHeld();
  }

  #sayHeld(): void {
    if (this.#quiet) {
      this.#unsaid = true;
      return;
    }
    this.#ports.held();
    this.#unsaid = false;
    this.#quiet = setTimeout(() => {
      this.#quiet = null;
      if (this.#unsaid && this.#discussion.thread.waiting.length > 0) this.#sayHeld();
    }, HELD_EVERY);
  }

  async #watch(socket: LiveSocketClient): Promise<void> {
    const { slug } = this.#discussion;
    // Behind a time-out socket.io's types forget what the answer is.
    const answer = socket
      .timeout(PATIENCE)
      .emitWithAck('verdict:watch', { verdict: slug, packed: canUnpack }) as Promise<Watched>;
    const watched = await answer.catch(() => null);
    // No answer, or a refusal: what is on the page stays right, and the heartbeat or the next connection tries again.
    if (!watched?.ok) return;
    this.#discussion.setPresence({ readers: watched.readers, typing: 0 });
    const { seq, tally } = this.#follower;
    if (watched.seq > seq || watched.tally > tally) await this.#follower.resync();
    this.#news.flush();
    if (this.#wasAway) this.#sayCaughtUp();
    this.#wasAway = false;
    this.#actions.retryAll();
  }

  #sayCaughtUp(): void {
    this.caughtUp = true;
    setTimeout(() => (this.caughtUp = false), SAID_FOR);
  }
}
