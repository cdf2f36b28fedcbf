// What a measured comment says: its number and when it left, on the clock that all processes share.
import { sharedClock } from './stats.ts';

// As long as a comment usually is.
const FILLER =
  'The paper counts tasks and calls them jobs. Nobody who has held one would: what is left of a day when its tasks are done is the reason why somebody is paid to be there.';

export function stampedBody(n: number): string {
  return `bench:${n}:${sharedClock()}: ${FILLER}`;
}

/** Reads the stamp wherever it stands in `body`; null where there is none. */
export function stampOf(body: string | null): { n: number; at: number } | null {
  const found = /bench:(\d+):(\d+):/.exec(body ?? '');
  return found && { n: Number(found[1]), at: Number(found[2]) };
}

const found = new WeakMap<object, ReturnType<typeof stampOf>>();

/** The same of a comment, which many watchers may share. */
export function stampIn(comment: { body: string | null }): { n: number; at: number } | null {
  let stamp = found.get(comment);
  if (stamp === undefined) found.set(comment, (stamp = stampOf(comment.body)));
  return stamp;
}
