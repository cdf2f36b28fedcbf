/**
 * How a page that lost its line comes back, in milliseconds: doubled with each try that fails, half more or less, so
 * that a crowd comes spread. Four seconds at the longest: two thousand pages whose server restarts then come within
 * four seconds of its being up, some hundreds a second, which one process takes; with eight the last of them would
 * still be waiting when all are to be back.
 */
export const RECONNECT = {
  reconnectionDelay: 500,
  reconnectionDelayMax: 4000,
  randomizationFactor: 0.5,
};
