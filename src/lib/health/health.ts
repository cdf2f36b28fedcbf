/** Milliseconds between two samples: a burst of a few seconds shows, and the process spends next to nothing on it. */
export const STEP = 5_000;

/** How far back the plots reach, in milliseconds: long enough to see what led here. Longer is Prometheus' business. */
export const WINDOW = 15 * 60_000;
