import { expect, test } from 'vitest';
import {
  JOIN_WITHIN,
  SUBSCRIBE_WITHIN,
  MAX_UNREAD,
  POLL_WITHIN,
  SILENT_AFTER,
  toReplace,
  whyEnd,
  type ConnectionState,
} from './connection-rules.ts';

/** A reader who watches a verdict over a websocket. */
const reader = (changes: Partial<ConnectionState> = {}): ConnectionState => ({
  ...{ openedAt: 0, activeAt: 0, polling: false, unusedSince: null, subscribed: true, unread: 0 },
  ...changes,
});

test.each([
  ['a quiet websocket stays', reader(), 20_000, null],
  ['a polling session with a recent poll stays', reader({ polling: true }), POLL_WITHIN, null],
  ['a polling session without a poll is abandoned', reader({ polling: true }), POLL_WITHIN + 1, 'abandoned'],
  ['a connection that is joining stays', reader({ unusedSince: 0 }), JOIN_WITHIN, null],
  ['a connection that never joins ends', reader({ unusedSince: 0 }), JOIN_WITHIN + 1, 'unused'],
  ['a client that reads stays', reader({ unread: MAX_UNREAD }), 0, null],
  ['a client that does not read ends', reader({ unread: MAX_UNREAD + 1 }), 0, 'slow'],
])('%s', (_what, state, now, why) => {
  expect(whyEnd(state, now)).toBe(why);
});

const NOW = 100_000;
const active = reader({ activeAt: NOW - 25_000 });
const idle = (age: number) => reader({ activeAt: NOW, openedAt: NOW - age, subscribed: false });
const silent = (ms: number) => reader({ activeAt: NOW - ms });

test('subscribed readers who answer pings are never replaced', () => {
  expect(toReplace(Array(500).fill(active), NOW)).toBeNull();
});

test('the oldest idle connection is replaced, but not one that has just opened', () => {
  const oldest = idle(SUBSCRIBE_WITHIN + 2);
  expect(toReplace([active, idle(SUBSCRIBE_WITHIN + 1), oldest, idle(0)], NOW)).toBe(oldest);
  expect(toReplace([active, idle(SUBSCRIBE_WITHIN)], NOW)).toBeNull();
});

test('a connection that has stopped answering is replaced before idle ones, the longest silent first', () => {
  const gone = silent(SILENT_AFTER + 2);
  expect(toReplace([idle(60_000), silent(SILENT_AFTER + 1), gone, active], NOW)).toBe(gone);
  expect(toReplace([silent(SILENT_AFTER)], NOW)).toBeNull();
});
