// Reconnection with backoff, in milliseconds: doubled after each failure, with jitter so that a crowd is spread out.
// With at most four seconds, two thousand pages reconnect within four seconds of a restart, some hundreds a second,
// which one process handles.
export const RECONNECT = {
  reconnectionDelay: 500,
  reconnectionDelayMax: 4000,
  randomizationFactor: 0.5,
};
