import { io, type Socket } from 'socket.io-client';
import { Follower, type ChangesResponse } from '#lib/discussion/thread/follower.ts';
import type {
  ClaimTally,
  ClientEvents,
  CommentView,
  RatingTally,
  ServerEvents,
  Watched,
} from '#lib/live/events.ts';

import { verdictListeners } from '#lib/live/verdict-messages.ts';

/** What a reader's copy of the thread must be able to do. */
export interface Copy {
  apply: (comments: CommentView[], total?: number) => void;
  tallied: (claims: ClaimTally[], ratings: RatingTally[]) => void;
}

export function listen(socket: Socket<ServerEvents, ClientEvents>, listeners: Partial<ServerEvents>): void {
  for (const [event, listener] of Object.entries(listeners)) socket.on(event as keyof ServerEvents, listener);
}

/** One reader on the wire, as the page's own code follows a thread: real socket, real follower, any copy. */
export class Reader {
  readonly socket: Socket<ServerEvents, ClientEvents>;
  readonly follower: Follower;
  messages = 0;
  cuts = 0;

  /** @param packs whether it takes large messages packed, as the page does; a program needs not */
  constructor(site: string, slug: string, { copy, packs }: { copy: Copy; packs: boolean }) {
    this.follower = new Follower(
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
      this.socket.emit('verdict:watch', { verdict: slug, packed: packs }, (told) => this.#watched(told)),
    );
    listen(
      this.socket,
      verdictListeners(slug, {
        onChanged: (change) => {
          this.messages += 1;
          this.follower.onChanged(change);
        },
        onTallied: ({ claims, ratings }) => copy.tallied(claims, ratings ?? []),
        onUnreadable: () => void this.follower.resync(),
        onHead: (seq) => this.follower.onHead(seq),
      }),
    );
  }

  /** Loses the connection as a network does: no word to either side. */
  cut(): void {
    // Closed while it opens, socket.io's client waits its whole time-out of 20 s: no loss that a network makes.
    if (!this.socket.connected) return;
    this.cuts += 1;
    this.socket.io.engine.close();
  }

  close(): void {
    this.follower.stop();
    this.socket.disconnect();
  }

  #watched(told: Watched): void {
    // The server hangs up then, and the next connection asks again.
    if (!told.ok && told.code === 'unavailable') return;
    if (!told.ok) throw new Error(`watching was refused: ${told.code}`);
    if (told.seq > this.follower.seq || told.tally > this.follower.tally) void this.follower.resync();
  }
}

async function changes(site: string, slug: string, { seq, tally }: { seq: number; tally: number }) {
  const response = await fetch(`${site}/api/v1/verdicts/${slug}/changes?since=${seq}&tally=${tally}`);
  if (!response.ok) throw new Error(`changes answered ${response.status}`);
  return (await response.json()) as ChangesResponse;
}
