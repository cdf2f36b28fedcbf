/** Milliseconds between two samples: a burst of a few seconds is visible, at almost no cost. */
export const STEP = 5_000;

/** Milliseconds that the plots cover. Longer histories are for Prometheus. */
export const WINDOW = 15 * 60_000;
