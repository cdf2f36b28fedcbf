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
    showsText: true,
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

test('the first phase that decides wins, and later ones don’t run', () => {
  const run: string[] = [];
  const phase = (name: string, screening: ReturnType<Phase>): Phase => {
    return () => {
      run.push(name);
      return screening;
    };
  };
  const refuse = { act: 'refuse', code: 'forbidden' } as const;
  const screening = runPhases([phase('a', null), phase('b', refuse), phase('c', null)], {} as ScreeningInput);
  expect(screening).toBe(refuse);
  expect(run).toEqual(['a', 'b']);
});

describe('a new comment', () => {
  test('that no phase objects to is visible', () => {
    expect(screen({})).toBeNull();
    expect(screen({ level: 0, visibleComments: 0, links: 1 })).toBeNull();
  });

  test('of a restricted author is refused before any other check', () => {
    const all = { restrictions: [restricted], locked: true, repeats: true, links: 99 };
    expect(screen(all)).toMatchObject({ act: 'refuse', code: 'restricted' });
    expect(screen({ restrictions: [{ ...restricted, scope: 'vote' }] })).toBeNull();
    expect(screen({ restrictions: [{ ...restricted, until: now }] })).toBeNull();
  });

  test('in a locked thread, or repeated, is refused in that order', () => {
    expect(screen({ locked: true, repeats: true })).toMatchObject({ code: 'thread-locked' });
    expect(screen({ repeats: true, showsText: false })).toMatchObject({
      code: 'nothing-visible',
      field: 'body',
    });
    expect(screen({ repeats: true, links: 99 })).toMatchObject({ code: 'said-already', field: 'body' });
  });

  test('can have as many links as the author’s trust level allows', () => {
    const refused = (level: ScreeningInput['level'], links: number) =>
      screen({ level, links })?.act === 'refuse';
    expect([refused(0, 1), refused(0, 2)]).toEqual([false, true]);
    expect([refused(1, 5), refused(1, 6)]).toEqual([false, true]);
    expect([refused(2, 20), refused(2, 21)]).toEqual([false, true]);
    expect(refused(3, 1000)).toBe(false);
  });

  test('is refused when a new account’s daily limit is reached, and the message says until when', () => {
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

  test('is held as a new account’s first, if the setting is on', () => {
    const first = { firstCommentHeld: true, level: 0 as const, visibleComments: 0 };
    expect(screen(first)).toEqual({ act: 'hold', reason: 'first_comment' });
    expect(screen({ ...first, visibleComments: 1 })).toBeNull();
    expect(screen({ ...first, level: 3 })).toBeNull();
    expect(screen({ ...first, firstCommentHeld: false })).toBeNull();
  });
});

describe('an edit', () => {
  test('is screened by author and text, not by place and frequency', () => {
    expect(screen({ edits: true, locked: true, repeats: true, dayFullUntil: now })).toBeNull();
    expect(screen({ edits: true, firstCommentHeld: true, level: 0, visibleComments: 0 })).toBeNull();
    expect(screen({ edits: true, restrictions: [restricted] })).toMatchObject({ code: 'restricted' });
    expect(screen({ edits: true, showsText: false })).toMatchObject({ code: 'nothing-visible' });
    expect(screen({ edits: true, links: 6 })).toMatchObject({ code: 'too-many-links' });
    expect(screen({ edits: true, texts: ['x'], words: [word('x', 'hold')] })).toMatchObject({ act: 'hold' });
  });
});

test('links that a reader can follow are counted', () => {
  expect(countLinks('<p>no link, &lt;a href</p>')).toBe(0);
  expect(countLinks('<p><a href="https://a.example">a</a> <a href="https://b.example">b</a></p>')).toBe(2);
});
