import { expect, test } from 'vitest';
import {
  accountReader,
  addressReader,
  ANONYMOUS_PER_ADDRESS,
  Presence,
  SILENT,
  TYPING_LASTS,
  type PresenceMessage,
} from './presence.ts';

const ada = accountReader('ada');
const grace = accountReader('grace');
const home = addressReader('192.0.2.1');
const office = addressReader('192.0.2.2');

const process = (name: string) => new Presence(name, () => ANONYMOUS_PER_ADDRESS);
const times = (n: number, act: () => void) => Array.from({ length: n }, act);

/** Delivers messages. @returns whether `to` missed something */
const deliver = (to: Presence, messages: PresenceMessage[], now = 0) =>
  messages
    .map((each) => to.apply(JSON.parse(JSON.stringify(each)) as PresenceMessage, now).missed)
    .some(Boolean);

test('an account counts once, however many connections it has', () => {
  const here = process('a');
  times(3, () => here.arrive('v', ada));
  here.arrive('v', grace);
  expect(here.readers('v')).toBe(2);
  times(2, () => here.leave('v', ada));
  expect(here.readers('v')).toBe(2);
  here.leave('v', ada);
  expect(here.readers('v')).toBe(1);
});

test('five anonymous readers of an address count, and those of another address too', () => {
  const here = process('a');
  times(4, () => here.arrive('v', home));
  expect(here.readers('v')).toBe(4);
  times(496, () => here.arrive('v', home));
  times(2, () => here.arrive('v', office));
  expect(here.readers('v')).toBe(ANONYMOUS_PER_ADDRESS + 2);
  times(497, () => here.leave('v', home));
  expect(here.readers('v')).toBe(3 + 2);
});

test('without limits every anonymous reader counts', () => {
  const here = new Presence('a', () => Infinity);
  times(500, () => here.arrive('v', home));
  expect(here.readers('v')).toBe(500);
});

test('an account that reads in two processes counts once, and so do the five of an address', () => {
  const [here, there] = [process('a'), process('b')];
  times(4, () => here.arrive('v', home));
  here.arrive('v', ada);
  times(4, () => there.arrive('v', home));
  there.arrive('v', ada);
  there.arrive('v', grace);
  deliver(
    here,
    there.changes(
      [
        ['v', home],
        ['v', ada],
        ['v', grace],
      ],
      0,
    ),
  );
  expect(here.readers('v')).toBe(ANONYMOUS_PER_ADDRESS + 2);
  there.leave('v', ada);
  times(3, () => there.leave('v', home));
  deliver(
    here,
    there.changes(
      [
        ['v', ada],
        ['v', home],
      ],
      0,
    ),
  );
  expect(here.readers('v')).toBe(ANONYMOUS_PER_ADDRESS + 2);
  here.leave('v', ada);
  here.leave('v', home);
  expect(here.readers('v')).toBe(4 + 1);
});

test('a process notices a missed message by the next one or the heartbeat, and a complete list repairs it', () => {
  const [here, there] = [process('a'), process('b')];
  there.arrive('v', ada);
  there.changes([['v', ada]], 0); // lost
  expect(deliver(here, [there.heartbeat()])).toBe(true);
  there.arrive('v', grace);
  expect(deliver(here, there.changes([['v', grace]], 0))).toBe(true);
  expect(here.readers('v')).toBe(0);
  expect(deliver(here, there.allReaders())).toBe(false);
  expect(here.readers('v')).toBe(2);
  expect(deliver(here, [there.heartbeat()])).toBe(false);
  there.leave('v', ada);
  expect(deliver(here, there.changes([['v', ada]], 0))).toBe(false);
  expect(here.readers('v')).toBe(1);
});

test('a message that arrives twice or late changes nothing', () => {
  const [here, there] = [process('a'), process('b')];
  there.arrive('v', ada);
  const first = there.changes([['v', ada]], 0);
  deliver(here, first);
  there.leave('v', ada);
  deliver(here, there.changes([['v', ada]], 0));
  expect(deliver(here, first)).toBe(false);
  expect(here.readers('v')).toBe(0);
});

test('a large list is split to fit NOTIFY, and replaces the old one only when it is complete', () => {
  const [here, there] = [process('a'), process('b')];
  deliver(here, (there.arrive('w', ada), there.changes([['w', ada]], 0)));
  there.leave('w', ada);
  for (let n = 0; n < 2000; n++) there.arrive(`v${n % 7}`, accountReader(`account-${n}`));
  there.changes([['w', ada]], 0); // lost
  const parts = there.allReaders();
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(7900);
  deliver(here, parts.slice(0, -1));
  expect([here.readers('w'), here.readers('v1')]).toEqual([1, 0]);
  deliver(here, parts.slice(-1));
  expect([here.readers('w'), here.readers('v1')]).toEqual([0, 286]);
  // Out of order they are not a list; the next one is.
  const late = process('c');
  deliver(late, [...parts.slice(1), parts[0]!]);
  expect(late.readers('v1')).toBe(0);
  deliver(late, parts);
  expect(late.readers('v1')).toBe(286);
});

test('a killed process is forgotten after its silence, a live one is not', () => {
  const [here, dead, alive] = [process('a'), process('dead'), process('alive')];
  dead.arrive('v', ada);
  alive.arrive('v', grace);
  deliver(here, dead.changes([['v', ada]], 0), 0);
  deliver(here, alive.changes([['v', grace]], 0), SILENT);
  expect(here.forgetSilent(SILENT)).toEqual([]);
  expect(here.forgetSilent(SILENT + 1)).toEqual(['v']);
  expect(here.readers('v')).toBe(1);
  // After a partition its readers are requested.
  expect(deliver(here, [dead.heartbeat()], SILENT + 2)).toBe(true);
});

test('a process that leaves is forgotten at once', () => {
  const [here, there] = [process('a'), process('b')];
  there.arrive('v', ada);
  deliver(here, there.changes([['v', ada]], 0));
  expect(here.forget('b')).toEqual(['v']);
  expect(here.forget('b')).toEqual([]);
  expect(here.readers('v')).toBe(0);
});

test('an account that types in two processes counts once, until it stops or leaves', () => {
  const [here, there] = [process('a'), process('b')];
  for (const each of [here, there]) {
    each.arrive('v', ada);
    each.noteTyping('v', ada, 0);
  }
  there.arrive('v', grace);
  there.noteTyping('v', grace, 1000);
  deliver(
    here,
    there.changes(
      [
        ['v', ada],
        ['v', grace],
      ],
      1000,
    ),
    1000,
  );
  expect(here.typists('v', 1000)).toBe(2);
  there.leave('v', grace);
  deliver(here, there.changes([['v', grace]], 1000), 1000);
  expect(here.typists('v', 1000)).toBe(1);
  expect(here.typists('v', 1001 + TYPING_LASTS)).toBe(0);
});

test('an account whose comment was posted no longer types, in any process, and still reads', () => {
  const [here, there] = [process('a'), process('b')];
  for (const each of [ada, grace]) {
    there.arrive('v', each);
    there.noteTyping('v', each, 0);
  }
  const both: [string, string][] = [
    ['v', ada],
    ['v', grace],
  ];
  deliver(here, there.changes(both, 0));
  expect(here.typists('v', 1)).toBe(2);
  there.endTyping('v', ada);
  deliver(here, there.changes([['v', ada]], 1));
  expect([here.typists('v', 1), here.readers('v')]).toEqual([1, 2]);
});
