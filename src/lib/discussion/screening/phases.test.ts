import { describe, expect, test } from 'vitest';
import type { Word } from '#lib/words/match.ts';
import { PHASES } from './phases.ts';
import { runPhases, type Phase, type ScreeningInput } from './screening.ts';
import { countLinks } from './too-many-links.ts';

const now = new Date('2026-06-01T12:00:00Z');
const word = (text: string, action: Word['action']): Word => ({ id: text, text, kind: 'word', action });
const screen = (own: Partial<ScreeningInput>) =>
  runPhases(PHASES, {
    texts: ['A fair point.'],
    links: 0,
    edits: false,
    level: 1,
    restrictions: [],
    locked: false,
    repeats: false,
    dayFullUntil: null,
    words: [],
    firstCommentHeld: false,
    visibleComments: 2,
    now,
    ...own,
  });
const restricted = { scope: 'comment' as const, until: null, reason: 'spam' };

test('the first phase that decides has decided, the later ones aren’t asked', () => {
  const asked: string[] = [];
  const phase = (name: string, screening: ReturnType<Phase>): Phase => {
    return () => {
      asked.push(name);
      return screening;
    };
  };
  const refuse = { act: 'refuse', code: 'forbidden' } as const;
  const screening = runPhases([phase('a', null), phase('b', refuse), phase('c', null)], {} as ScreeningInput);
  expect(screening).toBe(refuse);
  expect(asked).toEqual(['a', 'b']);
});

describe('a new comment', () => {
  test('with nothing against it is visible', () => {
    expect(screen({})).toBeNull();
    expect(screen({ level: 0, visibleComments: 0, links: 1 })).toBeNull();
  });

  test('of a restricted author is refused, whatever else is true of it', () => {
    const all = { restrictions: [restricted], locked: true, repeats: true, links: 99 };
    expect(screen(all)).toMatchObject({ act: 'refuse', code: 'restricted' });
    expect(screen({ restrictions: [{ ...restricted, scope: 'vote' }] })).toBeNull();
    expect(screen({ restrictions: [{ ...restricted, until: now }] })).toBeNull();
  });

  test('in a locked place, or said before, is refused in that order', () => {
    expect(screen({ locked: true, repeats: true })).toMatchObject({ code: 'thread-locked' });
    expect(screen({ repeats: true, links: 99 })).toMatchObject({ code: 'said-already', field: 'body' });
  });

  test('has as many links as the trust of its author allows', () => {
    const refused = (level: ScreeningInput['level'], links: number) =>
      screen({ level, links })?.act === 'refuse';
    expect([refused(0, 1), refused(0, 2)]).toEqual([false, true]);
    expect([refused(1, 5), refused(1, 6)]).toEqual([false, true]);
    expect([refused(2, 20), refused(2, 21)]).toEqual([false, true]);
    expect(refused(3, 1000)).toBe(false);
  });

  test('waits for tomorrow where a newcomer’s day is full, and says how long', () => {
    const dayFullUntil = new Date('2026-06-01T15:30:00Z');
    expect(screen({ level: 0, dayFullUntil })).toMatchObject({ code: 'rate-limited', retryAfter: 12_600 });
    expect(screen({ level: 1, dayFullUntil })).toBeNull();
  });

  test('with a listed word is refused, held or reported, as the list says', () => {
    const said = (action: Word['action'], level: ScreeningInput['level'] = 1) =>
      screen({ texts: ['Buy CASINO now'], words: [word('casino', action)], level });
    expect(said('refuse')).toMatchObject({ act: 'refuse', code: 'word-refused' });
    expect(said('hold')).toEqual({ act: 'hold', reason: 'word' });
    expect(said('report')).toEqual({ act: 'report', note: 'On the admin’s list: casino' });
    expect(said('refuse', 3)).toBeNull();
  });

  test('is held as the first of a new account where the setting says so', () => {
    const first = { firstCommentHeld: true, level: 0 as const, visibleComments: 0 };
    expect(screen(first)).toEqual({ act: 'hold', reason: 'first_comment' });
    expect(screen({ ...first, visibleComments: 1 })).toBeNull();
    expect(screen({ ...first, level: 3 })).toBeNull();
    expect(screen({ ...first, firstCommentHeld: false })).toBeNull();
  });
});

describe('an edit', () => {
  test('is screened by who writes and what it says, not by where and how often', () => {
    expect(screen({ edits: true, locked: true, repeats: true, dayFullUntil: now })).toBeNull();
    expect(screen({ edits: true, firstCommentHeld: true, level: 0, visibleComments: 0 })).toBeNull();
    expect(screen({ edits: true, restrictions: [restricted] })).toMatchObject({ code: 'restricted' });
    expect(screen({ edits: true, links: 6 })).toMatchObject({ code: 'too-many-links' });
    expect(screen({ edits: true, texts: ['x'], words: [word('x', 'hold')] })).toMatchObject({ act: 'hold' });
  });
});

test('links are counted where a reader could press them', () => {
  expect(countLinks('<p>no link, &lt;a href</p>')).toBe(0);
  expect(countLinks('<p><a href="https://a.example">a</a> <a href="https://b.example">b</a></p>')).toBe(2);
});
