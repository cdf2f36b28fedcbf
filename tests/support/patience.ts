/**
 * Timeout of `vi.waitFor` and `vi.waitUntil`. Their default of a second is too short when other suites
 * use the same core.
 */
export const PATIENCE = { timeout: 60_000 };
