import { io, type Socket } from 'socket.io-client';
import type { ThreadChanges } from '#lib/discussion/reading/thread-changes.ts';
import { ThreadSync } from '#lib/discussion/thread/thread-sync.ts';
import type {
  ClaimTally,
  ClientEvents,
  CommentView,
  RatingTally,
  ServerEvents,
  Watched,
} from '#lib/live/events.ts';

import { verdictListeners } from '#lib/live/verdict-messages.ts';

export interface Copy {
  apply: (comments: CommentView[], total?: number) => void;
  tallied: (claims: ClaimTally[], ratings: RatingTally[]) => void;
}

export function listen(socket: Socket<ServerEvents, ClientEvents>, listeners: Partial<ServerEvents>): void {
  for (const [event, listener] of Object.entries(listeners)) socket.on(event as keyof ServerEvents, listener);
}

/** A live client: a real socket and the page's own ThreadSync, with any copy of the thread. */
export class Reader {
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly sync: ThreadSync;
  messages = 0;
  cuts = 0;

  /** @param packs whether it accepts packed messages, as the page does */
  constructor(site: string, slug: string, { copy, packs }: { copy: Copy; packs: boolean }) {
    this.sync = new ThreadSync(
      { seq: 0, tally: 0 },
      {
        changesSince: (seq, tally) => changes(site, slug, { seq, tally }),
        ...copy,
        reset: () => {
          throw new Error('a reader fell too far behind');
        },
      },
    );
    this.socket = io(site, {
      transports: ['websocket'],
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
      forceNew: true,
    });
    this.socket.on('connect', () =>
      this.socket.emit('verdict:watch', { verdict: slug, packed: packs }, (watched) =>
        this.#onWatched(watched),
      ),
    );
    listen(
      this.socket,
      verdictListeners(slug, {
        onChanged: (change) => {
          this.messages += 1;
          this.sync.onChanged(change);
        },
        onTallied: ({ claims, ratings }) => copy.tallied(claims, ratings ?? []),
        onUnreadable: () => void this.sync.resync(),
        onHead: (seq) => this.sync.onHead(seq),
      }),
    );
  }

  /** Breaks the connection as a network failure does, without a close frame. */
  cut(): void {
    // If closed while connecting, socket.io's client waits for its timeout of 20 s.
    if (!this.socket.connected) return;
    this.cuts += 1;
    this.socket.io.engine.close();
  }

  close(): void {
    this.sync.stop();
    this.socket.disconnect();
  }

  #onWatched(watched: Watched): void {
    // The server then disconnects, and the client watches again after it has reconnected.
    if (!watched.ok && watched.code === 'unavailable') return;
    if (!watched.ok) throw new Error(`watching was refused: ${watched.code}`);
    if (watched.seq > this.sync.seq || watched.tally > this.sync.tally) void this.sync.resync();
  }
}

async function changes(site: string, slug: string, { seq, tally }: { seq: number; tally: number }) {
  const response = await fetch(`${site}/api/v1/verdicts/${slug}/changes?since=${seq}&tally=${tally}`);
  if (!response.ok) throw new Error(`changes answered ${response.status}`);
  return (await response.json()) as ThreadChanges;
}
