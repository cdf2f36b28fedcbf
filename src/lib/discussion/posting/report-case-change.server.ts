/**
 * Screening opens cases, authors close them by taking back what waits, and the queue of moderation, which stands above, wants to hear of it at once. Whoever
 * listens is set once at the start (hooks.server.ts); where nobody does (command line, tests) the queue shows the
 * case when it is next read.
 */
type Listener = (commentId: string) => Promise<void>;

// On globalThis, as the live server is: SvelteKit's bundle and every hot reload are separate copies of this module.
const KEY = Symbol.for('copecheck.case-news');
const shared = globalThis as { [KEY]?: Listener };

export function onCaseNews(listener: Listener): void {
  shared[KEY] = listener;
}

/** The case on this comment was opened, grew, or closed as its comment was taken back. After the commit. */
export async function reportCaseChange(commentId: string): Promise<void> {
  await shared[KEY]?.(commentId);
}
