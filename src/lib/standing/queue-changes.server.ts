import { processState } from '#lib/process-state.ts';

/**
 * Discussion and votes report here what moderators see in their queue. Moderation is above them in the import order, so
 * it sets the listeners at start (background.server.ts). Without them (command line, tests) nothing is published.
 */
interface QueueListeners {
  caseChanged?: (commentId: string) => Promise<void>;
  burstsChanged?: () => void;
}

const shared = processState<QueueListeners>('queue-listeners');

export function setQueueListeners(listeners: QueueListeners): void {
  shared.value = listeners;
}

/** Call after the commit. */
export async function reportCaseChanged(commentId: string): Promise<void> {
  await shared.value?.caseChanged?.(commentId);
}

/** Call after the commit. */
export function reportBurstsChanged(): void {
  shared.value?.burstsChanged?.();
}
