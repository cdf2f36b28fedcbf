import type { Socket } from 'socket.io-client';
import type { ClientEvents, ServerEvents, VerdictChanged, VerdictTallied } from './events.ts';

interface VerdictHandlers {
  changed: (news: VerdictChanged) => void;
  tallied: (news: VerdictTallied) => void;
  /** A packed message could not be read: what it said is missing. */
  missed: () => void;
}

/** Whether this browser (every one since 2023) reads packed messages: what to ask for with `verdict:watch`. */
export const canUnpack = typeof DecompressionStream === 'function';

/**
 * Hands on what a verdict's room is told, in the order in which it came: what comes while a packed message is being
 * read waits for it, for a count may be of a comment in it.
 */
export function onVerdictMessages(socket: Socket<ServerEvents, ClientEvents>, ears: VerdictHandlers): void {
  let last: Promise<void> | null = null;
  const inTurn = (act: () => void) => {
    if (last) void last.then(act, act);
    else act();
  };
  socket.on('verdict:changed', (news) => inTurn(() => ears.changed(news)));
  socket.on('verdict:tallied', (news) => inTurn(() => ears.tallied(news)));
  socket.on('verdict:packed', (news) => {
    const turn = Promise.allSettled([unpack(news), last]).then(([read]) => {
      if (last === turn) last = null;
      if (read.status === 'fulfilled') ears.changed(read.value);
      else ears.missed();
    });
    last = turn;
  });
}

async function unpack(text: string): Promise<VerdictChanged> {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as VerdictChanged;
}
