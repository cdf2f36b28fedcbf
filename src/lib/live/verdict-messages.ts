import type { ServerEvents, VerdictChanged, VerdictPresence, VerdictTallied } from './events.ts';

export interface VerdictHandlers {
  onChanged: (change: VerdictChanged) => void;
  onTallied: (tallies: VerdictTallied) => void;
  /** A packed message could not be read: its changes are missing. */
  onUnreadable: () => void;
  onPresence?: (presence: VerdictPresence) => void;
  onHead?: (seq: number) => void;
}

/** Whether this browser (each one since 2023) reads packed messages: the value of `packed` in `verdict:watch`. */
export const canUnpack = typeof DecompressionStream === 'function';

/**
 * Socket listeners for one verdict's messages. Changes and tallies are handled in the order of arrival: messages that
 * arrive while a packed one is being unpacked wait for it, because a tally may belong to a comment in it.
 */
export function verdictListeners(verdict: string, handlers: VerdictHandlers): Partial<ServerEvents> {
  let unpacking: Promise<void> | null = null;
  const inOrder = <T extends { verdict: string }>(handle: (message: T) => void) => {
    return (message: T) => {
      if (message.verdict !== verdict) return;
      const run = () => handle(message);
      if (unpacking) void unpacking.then(run, run);
      else run();
    };
  };
  return {
    'verdict:changed': inOrder(handlers.onChanged),
    'verdict:tallied': inOrder(handlers.onTallied),
    'verdict:packed': (text) => {
      const earlier = unpacking;
      const own = Promise.allSettled([unpack(text), earlier]).then(([change]) => {
        if (unpacking === own) unpacking = null;
        if (change.status === 'rejected') handlers.onUnreadable();
        else if (change.value.verdict === verdict) handlers.onChanged(change.value);
      });
      unpacking = own;
    },
    'verdict:presence': (presence) => presence.verdict === verdict && handlers.onPresence?.(presence),
    'verdict:head': (head) => head.verdict === verdict && handlers.onHead?.(head.seq),
  };
}

async function unpack(text: string): Promise<VerdictChanged> {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(stream).json()) as VerdictChanged;
}
