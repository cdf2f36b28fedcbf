import type { Actor } from './actor.ts';

/** Who makes a request, and when. Adapters (routes, sockets, the command line) supply it; use cases take it last. */
export interface RequestContext {
  /** Null: not signed in. */
  actor: Actor | null;
  now: Date;
}
