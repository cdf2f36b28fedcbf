/**
 * Discussion and votes report here what moderators see in their queue. Moderation is above them in the import order, so
 * it sets the listeners at start (background.server.ts). Without them (command line, tests) nothing is published.
 */
export interface QueueListeners {
  /** The case on this comment was opened, grew, or closed because its comment was withdrawn. */
  caseChanged?: (commentId: string) => Promise<void>;
  /** The list of bursts changed. */
  burstsChanged?: () => void;
}

// On globalThis, because SvelteKit's bundle and each hot reload have their own copy of this module.
const KEY = Symbol.for('copecheck.queue-listeners');
const shared = globalThis as { [KEY]?: QueueListeners };

export function setQueueListeners(listeners: QueueListeners): void {
  shared[KEY] = listeners;
}

/** Call after the commit. */
export async function reportCaseChanged(commentId: string): Promise<void> {
  await shared[KEY]?.caseChanged?.(commentId);
}

/** Call after the commit. */
export function reportBurstsChanged(): void {
  shared[KEY]?.burstsChanged?.();
}
