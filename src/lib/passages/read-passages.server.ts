import { PASSAGES_JSON } from './passages.store.server.ts';
import type { Passage } from './marks/ranges.ts';

/** A part of what a verdict's page shows around its thread (discussion/around). */
export const PASSAGES: { sql: typeof PASSAGES_JSON; reads?: Passage[] } = { sql: PASSAGES_JSON };

/** The SQL condition, for other domains' statements. */
export { isPlacedIn } from './passages.store.server.ts';
