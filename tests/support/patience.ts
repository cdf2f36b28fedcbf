/**
 * How long `vi.waitFor` and `vi.waitUntil` wait for what has to happen. Their own second is too short where other suites
 * use the same core.
 */
export const PATIENCE = { timeout: 20_000 };
