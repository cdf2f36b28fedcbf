// The text of a measured comment: its number and send time on the clock that all processes share.
import { sharedClock } from './stats.ts';

// The usual length of a comment.
const FILLER =
  'The paper counts tasks and calls them jobs. Nobody who has held one would: what is left of a day when its tasks are done is the reason why somebody is paid to be there.';

export function stampedBody(n: number): string {
  return `bench:${n}:${sharedClock()}: ${FILLER}`;
}

export function stampOf(body: string | null): { n: number; at: number } | null {
  const found = /bench:(\d+):(\d+):/.exec(body ?? '');
  return found && { n: Number(found[1]), at: Number(found[2]) };
}

const found = new WeakMap<object, ReturnType<typeof stampOf>>();

/** Parsed once for all watchers that share the comment. */
export function cachedStampOf(comment: { body: string | null }): { n: number; at: number } | null {
  let stamp = found.get(comment);
  if (stamp === undefined) found.set(comment, (stamp = stampOf(comment.body)));
  return stamp;
}
