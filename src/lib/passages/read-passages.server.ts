import { PASSAGES_JSON, VERSION_JSON } from './passages.store.server.ts';
import type { Passage } from './marks/ranges.ts';

/** A part of what a verdict's page shows around its thread (discussion/around). */
export const PASSAGES: { sql: typeof PASSAGES_JSON; reads?: Passage[] } = { sql: PASSAGES_JSON };

/** The version that these passages are in. */
export const VERSION: { sql: typeof VERSION_JSON; reads?: number } = { sql: VERSION_JSON };

/** The SQL condition, for other domains' statements. */
export { isPlacedIn } from './passages.store.server.ts';
