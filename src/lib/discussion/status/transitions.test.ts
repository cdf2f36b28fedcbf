import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODERATED, type Moderated } from './moderated.ts';
import {
  INITIAL_STATES,
  stateAfter,
  MOVERS,
  MOVES,
  stateAfterUndo,
  type CommentState,
  type Move,
  type Mover,
} from './transitions.ts';

/** What counts for readers. */
function statusOf({ moderated, withdrawn }: CommentState): Moderated | 'withdrawn' {
  return withdrawn ? 'withdrawn' : moderated;
}

/** The same rules in another form, as a check: for each pair of statuses, who may make the change. */
const ALLOWED: Record<string, readonly Mover[]> = {
  'pending → visible': ['moderator', 'admin'],
  'pending → removed': ['moderator', 'admin'],
  'pending → withdrawn': ['author'],
  'visible → hidden': ['moderator', 'admin', 'automatic'],
  'visible → removed': ['moderator', 'admin'],
  'visible → withdrawn': ['author'],
  'hidden → visible': ['moderator', 'admin', 'author'],
  'hidden → removed': ['moderator', 'admin'],
  'hidden → withdrawn': ['author'],
  'removed → visible': ['moderator', 'admin'],
};

const moves = Object.keys(MOVES) as Move[];
const aStep = fc.record({
  move: fc.constantFrom(...moves),
  by: fc.constantFrom(...MOVERS),
  undo: fc.boolean(),
});

interface Seen {
  before: CommentState;
  after: CommentState;
  by: Mover;
  move: Move;
}

/** Plays the steps; those that the table refuses change nothing. */
function play(start: CommentState, steps: { move: Move; by: Mover; undo: boolean }[]): Seen[] {
  const seen: Seen[] = [];
  let state = start;
  for (const { move, by, undo } of steps) {
    const after = stateAfter(state, move, by);
    if (!after) continue;
    seen.push({ before: state, after, by, move });
    const back = undo ? stateAfterUndo(after, move, state.moderated) : null;
    state = back ?? after;
  }
  return seen;
}

const histories = (check: (seen: Seen[]) => void) =>
  fc.assert(
    fc.property(fc.constantFrom(...INITIAL_STATES), fc.array(aStep, { maxLength: 40 }), (start, steps) => {
      check(play(start, steps));
    }),
    { numRuns: 2000 },
  );

describe('in any sequence of moves', () => {
  test('a status only changes as the table allows, by the movers it allows', () => {
    const met = new Set<string>();
    histories((seen) => {
      for (const { before, after, by } of seen) {
        const step = `${statusOf(before)} → ${statusOf(after)}`;
        if (statusOf(before) === statusOf(after)) continue;
        if (after.erased && by === 'admin') continue;
        met.add(step);
        expect(ALLOWED[step] ?? []).toContain(by);
      }
    });
    // Every allowed step was taken, so the table isn't too strict.
    expect([...met].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  test('a withdrawn comment is never visible again', () => {
    histories((seen) => {
      for (const { before, after } of seen) if (before.withdrawn) expect(statusOf(after)).toBe('withdrawn');
    });
  });

  test('an erased comment stays erased and is never visible', () => {
    histories((seen) => {
      for (const { before, after } of seen) {
        if (before.erased) expect(after.erased).toBe(true);
        if (after.erased) expect(after.moderated).toBe('removed');
      }
    });
  });

  test('an author restores a comment at most once', () => {
    histories((seen) => {
      expect(seen.filter(({ move }) => move === 'edit_back').length).toBeLessThanOrEqual(1);
    });
  });

  test('a comment that readers have seen is never pending again', () => {
    histories((seen) => {
      const first = seen.findIndex(({ after }) => after.moderated === 'visible');
      if (first >= 0) for (const { after } of seen.slice(first)) expect(after.moderated).not.toBe('pending');
    });
  });
});

test('readers can’t move comments, and the site can only hide them', () => {
  const states = MODERATED.flatMap((moderated) =>
    [true, false].map((withdrawn) => ({ moderated, withdrawn, erased: false, editedBack: false })),
  );
  for (const state of states)
    for (const move of moves) {
      expect(stateAfter(state, move, 'reader')).toBeNull();
      if (stateAfter(state, move, 'automatic')) expect([move, state.moderated]).toEqual(['hide', 'visible']);
    }
});

describe('undoing a decision', () => {
  const at = (moderated: Moderated): CommentState => ({ ...INITIAL_STATES[0]!, moderated });

  test('restores the status before it', () => {
    for (const before of ['visible', 'hidden', 'pending'] as const)
      expect(stateAfterUndo(at('removed'), 'remove', before)?.moderated).toBe(before);
    expect(stateAfterUndo(at('visible'), 'restore', 'removed')?.moderated).toBe('removed');
    expect(stateAfterUndo(at('hidden'), 'hold', 'visible')?.moderated).toBe('visible');
  });

  test('hides an approved comment: readers saw it, so it can’t become pending again', () => {
    expect(stateAfterUndo(at('visible'), 'let_in', 'pending')?.moderated).toBe('hidden');
  });

  test('is refused after another move, after erasure, and for automatic moves', () => {
    expect(stateAfterUndo(at('visible'), 'remove', 'visible')).toBeNull();
    expect(stateAfterUndo({ ...at('removed'), erased: true }, 'remove', 'visible')).toBeNull();
    expect(stateAfterUndo(at('removed'), 'erase', 'visible')).toBeNull();
    expect(stateAfterUndo(at('hidden'), 'hide', 'visible')).toBeNull();
  });
});
