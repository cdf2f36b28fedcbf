// Milliseconds. The delay doubles after each failure, with jitter to spread out simultaneous reconnects. With at most
// four seconds, two thousand pages reconnect at a few hundred a second after a restart, which one process can handle.
export const RECONNECT = {
  reconnectionDelay: 500,
  reconnectionDelayMax: 4000,
  randomizationFactor: 0.5,
};
