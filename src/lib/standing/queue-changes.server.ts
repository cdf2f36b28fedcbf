/**
 * Votes and ratings report here that something is held, or that held ones were counted. Moderation is in a higher room
 * and sets the listener at the start (hooks.server.ts). Without one (command line, tests) nobody is told.
 */
type Listener = () => void;

// On globalThis, as the live server is: SvelteKit's bundle and every hot reload are separate copies of this module.
const KEY = Symbol.for('copecheck.burst-news');
const shared = globalThis as { [KEY]?: Listener };

export function onBurstNews(listener: Listener): void {
  shared[KEY] = listener;
}

/** The list of bursts changed. Called after the commit. */
export function reportBurstsChanged(): void {
  shared[KEY]?.();
}
