import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import { commentView as view } from '../../../../tests/support/comment.ts';
import type { CommentNode } from './comment-node.svelte.ts';
import { repliesAllowedAt } from './reply-wait.ts';
import { Discussion } from './discussion.svelte.ts';

function open(items: CommentView[] = [], more: Partial<ConstructorParameters<typeof Discussion>[0]> = {}) {
  return new Discussion({
    slug: 'v',
    viewer: () => ({ username: 'ada', role: 'reader' }),
    sort: 'newest',
    items,
    next: null,
    moreReplies: {},
    following: {},
    seq: 10,
    total: items.length,
    claims: [],
    ...more,
  });
}

const ids = (nodes: CommentNode[]): unknown[] =>
  nodes.map((node) => (node.replies.length > 0 ? [node.comment.id, ids(node.replies)] : node.comment.id));

describe('below a reported comment', () => {
  const at = (minute: number) => `2026-05-21T12:0${minute}:00.000Z`;
  const thread = () =>
    open([
      view('top', 1, { createdAt: at(0), heat: { reports: 1, since: at(3) } }),
      view('reply', 2, { createdAt: at(5), parentId: 'top', depth: 1 }),
      view('elsewhere', 3),
    ]);

  test('replies are delayed by the reports on all ancestors, others are not', () => {
    const discussion = thread();
    expect(repliesAllowedAt(discussion.thread.find('top')!, discussion.thread)).toBe(Date.parse(at(6)));
    expect(repliesAllowedAt(discussion.thread.find('reply')!, discussion.thread)).toBe(Date.parse(at(8)));
    expect(repliesAllowedAt(discussion.thread.find('elsewhere')!, discussion.thread)).toBe(0);
  });

  test('the delay changes with live messages', () => {
    const discussion = thread();
    discussion.apply([view('top', 11, { createdAt: at(0), heat: { reports: 2, since: at(3) } })]);
    expect(repliesAllowedAt(discussion.thread.find('reply')!, discussion.thread)).toBe(Date.parse(at(9)));
    discussion.apply([view('top', 12, { createdAt: at(0) })]);
    expect(repliesAllowedAt(discussion.thread.find('reply')!, discussion.thread)).toBe(0);
  });
});

test('a locked branch is closed to replies at every depth, a locked thread everywhere', () => {
  const items = [
    view('top', 1, { locked: true }),
    view('reply', 2, { parentId: 'top', depth: 1 }),
    view('other', 3),
  ];
  const closed = (discussion: Discussion) =>
    ['top', 'reply', 'other'].map((id) => discussion.isLocked(discussion.thread.find(id)!));
  expect(closed(open(items))).toEqual([true, true, false]);
  expect(closed(open(items, { locked: true }))).toEqual([true, true, true]);
});

test('a resync that was read before a comment was withdrawn does not bring it back', () => {
  const gone = { status: 'withdrawn', body: null, html: null } as const;
  const discussion = open([view('shown', 3)]);
  discussion.apply([view('shown', 12, gone), view('never-shown', 13, { ...gone, born: 11 })]);
  discussion.apply([view('shown', 11), view('never-shown', 11, { born: 11 })]);
  expect(ids([...discussion.thread.roots, ...discussion.thread.waiting])).toEqual([]);
});

test('of another account nothing stays: no rating, no withheld text or name, no unsent comment', () => {
  const mine = { own: false, helpful: true, canEdit: false, canWithdraw: false, canRate: true };
  const removed = { status: 'removed', html: '<p>Foul.</p>', body: 'Foul.', replies: 1 } as const;
  const discussion = open([
    view('rated', 1, { mine }),
    view('removed', 2, { ...removed, mine }),
    view('answer', 3, { parentId: 'removed', depth: 1 }),
    view('held', 4, { status: 'pending', mine }),
  ]);
  discussion.addPending({ ...view('unsent', 0), nonce: 'n' });
  discussion.setMine(null);
  expect(ids(discussion.thread.roots)).toEqual(['rated', ['removed', ['answer']]]);
  expect(discussion.thread.find('rated')!.comment.mine).toBeUndefined();
  const { author, html, body } = discussion.thread.find('removed')!.comment;
  expect([author, html, body]).toEqual([null, null, null]);
});

test('a hidden comment leaves the page, and returns when moderators restore it', () => {
  const discussion = open([view('a', 1), view('b', 2)]);
  discussion.apply([view('a', 11, { status: 'hidden', html: null, body: null })]);
  expect(ids(discussion.thread.roots)).toEqual(['b']);
  discussion.apply([view('a', 12, { born: 1 })]);
  discussion.thread.openWaiting();
  expect(ids(discussion.thread.roots)).toEqual(['a', 'b']);
});

test('a comment that is removed keeps its place at its own address', () => {
  const discussion = open([view('a', 1), view('b', 2)], { focus: 'b' });
  const gone = { status: 'removed', author: null, html: null, body: null } as const;
  discussion.apply([view('a', 11, gone), view('b', 12, gone)]);
  expect(ids(discussion.thread.roots)).toEqual(['b']);
  discussion.setMine(null);
  expect(ids(discussion.thread.roots)).toEqual(['b']);
});

describe('an arriving comment', () => {
  test('by someone else waits at the top, and is shown newest first, highlighted', () => {
    const discussion = open([view('old', 1)]);
    discussion.apply([view('a', 11), view('b', 12)]);
    expect(ids(discussion.thread.roots)).toEqual(['old']);
    discussion.thread.openWaiting();
    expect(ids(discussion.thread.roots)).toEqual(['b', 'a', 'old']);
    expect(discussion.thread.roots.map((node) => node.fresh)).toEqual([true, true, false]);
  });

  test('in reply to a comment waits below it', () => {
    const discussion = open([view('old', 1)]);
    discussion.apply([view('r', 11, { parentId: 'old', depth: 1 })]);
    expect(discussion.thread.waiting).toEqual([]);
    expect(discussion.thread.roots[0]!.waiting.length).toBe(1);
    discussion.thread.openReplies(discussion.thread.roots[0]!);
    expect(ids(discussion.thread.roots)).toEqual([['old', ['r']]]);
  });

  test('is shown at once if the page says that nothing moves', () => {
    const discussion = open([view('old', 1)]);
    discussion.canInsertNow = ({ parentId }) => parentId === 'old';
    discussion.apply([view('r', 11, { parentId: 'old', depth: 1 })]);
    expect(ids(discussion.thread.roots)).toEqual([['old', ['r']]]);
  });

  test('below a part that isn’t loaded is ignored', () => {
    const discussion = open([view('old', 1)]);
    discussion.apply([
      view('r', 11, { parentId: 'elsewhere', depth: 1 }),
      view('edited long ago', 12, { born: 3 }),
    ]);
    expect([discussion.thread.waiting, ids(discussion.thread.roots)]).toEqual([[], ['old']]);
  });

  test('at the top level is ignored on a page of one thread', () => {
    const discussion = open([view('old', 1)], { focus: 'old' });
    discussion.apply([view('a', 11), view('r', 12, { parentId: 'old', depth: 1 })]);
    expect([discussion.thread.waiting.length, discussion.thread.roots[0]!.waiting.length]).toEqual([0, 1]);
  });

  test('updates a known one, and never to an older text', () => {
    const discussion = open([view('old', 1)]);
    discussion.apply([view('old', 12, { body: 'newer', version: 3 })]);
    discussion.apply([view('old', 11, { body: 'older', version: 2 })]);
    expect(discussion.thread.roots[0]!.comment.body).toBe('newer');
  });

  test('that is withdrawn leaves, and stays as a tombstone above replies', () => {
    const gone = { status: 'withdrawn', author: null, html: null, body: null } as const;
    const discussion = open([
      view('a', 1),
      view('b', 2, { replies: 1 }),
      view('r', 3, { parentId: 'b', depth: 1 }),
    ]);
    discussion.apply([view('a', 11, gone), view('b', 12, { ...gone, replies: 1 })]);
    expect(ids(discussion.thread.roots)).toEqual([['b', ['r']]]);
  });
});

describe('the reader’s own comment', () => {
  const pending = { ...view('pending-n', 0, { author: { username: 'ada', role: 'reader' } }), nonce: 'n' };
  const saved = view('saved', 11, { author: { username: 'ada', role: 'reader' }, nonce: 'n' });

  test('is shown at once, and confirmed by its nonce without becoming two', () => {
    const discussion = open([view('old', 1)]);
    discussion.addPending(pending);
    const key = discussion.thread.roots[0]!.key;
    discussion.apply([saved]);
    discussion.apply([
      { ...saved, mine: { own: true, helpful: null, canEdit: true, canWithdraw: true, canRate: false } },
    ]);
    expect(ids(discussion.thread.roots)).toEqual(['saved', 'old']);
    expect(discussion.thread.roots[0]!.key).toBe(key);
    expect(discussion.thread.roots[0]!.sending).toBeNull();
  });

  test('from another tab is shown at once as well', () => {
    const discussion = open([view('old', 1)]);
    discussion.apply([saved]);
    expect(ids(discussion.thread.roots)).toEqual(['saved', 'old']);
  });

  test('is not confirmed by someone else’s comment with the same nonce', () => {
    const discussion = open();
    discussion.addPending(pending);
    discussion.apply([view('thief', 11, { nonce: 'n' })]);
    expect(discussion.thread.roots.some((node) => node.sending)).toBe(true);
  });
});

test('the same updates in any order, any number of times, end in the same thread', () => {
  const updates = [
    view('a', 11, { replies: 1 }),
    view('r', 12, { parentId: 'a', depth: 1 }),
    view('a', 13, { body: 'edited', replies: 1 }),
    view('b', 14),
    view('b', 15, { status: 'withdrawn', author: null, html: null, body: null }),
    view('c', 16),
  ];
  const ending = (discussion: Discussion) => {
    discussion.thread.openWaiting();
    for (const node of discussion.thread.roots) discussion.thread.openReplies(node);
    return [ids(discussion.thread.roots), discussion.thread.find('a')?.comment.body];
  };
  // A reply arrives before its parent only across a gap, and then the response of `changes` has both.
  const shuffles = fc.array(fc.integer({ min: 0, max: updates.length - 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(shuffles, (order) => {
      const discussion = open([view('old', 1)], { sort: 'oldest' });
      for (const index of order) if (index !== 1) discussion.apply([updates[index]!]);
      discussion.apply(updates);
      expect(ending(discussion)).toEqual([['old', ['a', ['r']], 'c'], 'edited']);
    }),
  );
});

describe('a batch', () => {
  test('has the same result as its messages one by one, with the last total and the latest counts', () => {
    const claim = { id: 'c', agree: 0, disagree: 0, counted: 1 };
    const updates = [
      { comments: [view('a', 11)], total: 2 },
      { claims: [{ ...claim, agree: 3, counted: 5 }], ratings: [{ ...RATED, counted: 4, helpful: 2 }] },
      { comments: [view('r', 12, { parentId: 'a', depth: 1 }), view('b', 13)], total: 4 },
      // From a resync read before the others; the newest has the total.
      { comments: [view('old', 10)] },
      { ratings: [{ ...RATED, counted: 3, helpful: 1 }] },
    ];
    const ending = (apply: (discussion: Discussion) => void) => {
      const discussion = open([view('old', 1)], { claims: [{ ...claim, mine: null }] });
      apply(discussion);
      discussion.thread.openWaiting();
      for (const node of discussion.thread.roots) discussion.thread.openReplies(node);
      const { helpful, counted } = discussion.thread.find('a')!.comment;
      return [
        ids(discussion.thread.roots),
        discussion.total,
        discussion.tallies.claims.get('c')!.agree,
        helpful,
        counted,
      ];
    };
    const together = ending((discussion) => discussion.applyUpdates(updates));
    expect(together).toEqual([['b', ['a', ['r']], 'old'], 4, 3, 2, 4]);
    expect(ending((discussion) => updates.forEach((each) => discussion.applyUpdates([each])))).toEqual(
      together,
    );
  });

  test('of replies is sorted by creation, in whatever order they arrive', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([11, 12, 13, 14, 15], { minLength: 5 }), (seqs) => {
        const discussion = open([view('old', 1)]);
        discussion.canInsertNow = () => true;
        discussion.applyUpdates(
          seqs.map((seq) => ({ comments: [view(`${seq}`, seq, { parentId: 'old', depth: 1 })] })),
        );
        expect(ids(discussion.thread.roots)).toEqual([['old', ['11', '12', '13', '14', '15']]]);
      }),
    );
  });
});

const RATED = { comment: 'a', helpful: 0, notHelpful: 0, counted: 0 };

const NOTHING_OWN = {
  viewer: { id: 'ada', username: 'ada', role: 'reader', waiting: false },
  ...{
    unread: 0,
    queue: null,
    closed: [],
    claims: [],
    ratings: [],
    comments: [],
    restrictions: [],
    barred: false,
    blocked: [],
    peeked: false,
    credits: [],
    read: null,
  },
} satisfies VerdictMine;
const MINE = { own: false, helpful: null, canEdit: false, canWithdraw: false, canRate: true };

describe('counts', () => {
  const rated = (counted: number, helpful: number) => ({ comment: 'a', helpful, notHelpful: 0, counted });

  test('that arrive out of order end at the later one', () => {
    const claim = (counted: number, agree: number) => ({ id: 'c', agree, disagree: 0, counted });
    const discussion = open([view('a', 1)], { claims: [{ ...claim(1, 0), mine: 'agree' }] });
    discussion.tallies.apply([claim(3, 2)], [rated(4, 2)]);
    discussion.tallies.apply([claim(2, 1)], [rated(3, 1)]);
    expect(discussion.tallies.claims.get('c')).toEqual({ ...claim(3, 2), mine: 'agree' });
    expect(discussion.thread.find('a')!.comment).toMatchObject({ helpful: 2, counted: 4 });
  });

  test('are not overwritten by a change of the comment that was read before them', () => {
    const discussion = open([view('a', 1)]);
    discussion.tallies.apply([], [rated(4, 2)]);
    discussion.apply([view('a', 12, { body: 'edited', helpful: 1, counted: 3 })]);
    expect(discussion.thread.find('a')!.comment).toMatchObject({ body: 'edited', helpful: 2, counted: 4 });
    discussion.apply([view('a', 13, { helpful: 5, counted: 9 })]);
    expect(discussion.thread.find('a')!.comment).toMatchObject({ helpful: 5, counted: 9 });
  });

  test('bring the badge and take it, and a change that was read before them does neither', () => {
    const discussion = open([view('a', 1)]);
    const badge = () => discussion.thread.find('a')!.comment.commonGround ?? false;
    discussion.tallies.apply([], [{ ...rated(4, 2), commonGround: true }]);
    expect(badge()).toBe(true);
    discussion.apply([view('a', 12, { body: 'edited', counted: 3 })]);
    expect(badge()).toBe(true);
    discussion.tallies.apply([], [{ ...rated(5, 2), commonGround: false }]);
    expect(badge()).toBe(false);
    discussion.apply([view('a', 13, { counted: 6, commonGround: true })]);
    expect(badge()).toBe(true);
  });

  test('keep the count of changed minds when a change that was read before them arrives', () => {
    const discussion = open([view('a', 1, { changedMinds: 1 })]);
    const minds = () => discussion.thread.find('a')!.comment.changedMinds;
    discussion.tallies.apply([], [{ ...rated(4, 2), changedMinds: 2 }]);
    discussion.apply([view('a', 12, { body: 'edited', counted: 3, changedMinds: 1 })]);
    expect(minds()).toBe(2);
    discussion.apply([view('a', 13, { counted: 5 })]);
    expect(minds()).toBeUndefined();
  });

  test('of others leave the reader’s own vote and rating held, and withdrawing them ends that', () => {
    const countsAt = '2026-05-21T14:05:00.000Z';
    const claim = { id: 'c', agree: 20, disagree: 0, counted: 1, mine: null };
    const discussion = open([view('a', 1, { mine: MINE })], { claims: [claim] });
    const held = () => [
      discussion.tallies.claims.get('c')!.countsAt,
      discussion.thread.find('a')!.comment.mine?.countsAt,
    ];
    discussion.tallies.setOwnVote('c', { agree: 20, disagree: 0, counted: 2, mine: 'agree', countsAt });
    discussion.tallies.setOwnRating('a', { helpful: 20, notHelpful: 0, counted: 2, mine: true, countsAt });
    discussion.tallies.apply([{ id: 'c', agree: 21, disagree: 0, counted: 3 }], [rated(3, 21)]);
    expect(held()).toEqual([countsAt, countsAt]);
    discussion.tallies.setOwnVote('c', { agree: 21, disagree: 0, counted: 4, mine: null });
    discussion.tallies.setOwnRating('a', { helpful: 21, notHelpful: 0, counted: 4, mine: null });
    expect(held()).toEqual([undefined, undefined]);
  });

  describe('pressed by the reader', () => {
    const pressing = () => {
      const discussion = open([view('a', 1, { mine: MINE })], {
        claims: [{ id: 'c', agree: 0, disagree: 0, counted: 1, mine: null }],
      });
      const { tallies, thread } = discussion;
      const marks = () => [tallies.claims.get('c')!.mine, thread.find('a')!.comment.mine?.helpful];
      return { discussion, tallies, marks };
    };

    test('show at once, before they are counted, and are taken back if they fail', () => {
      const { tallies, marks } = pressing();
      tallies.pressVote('c', 'agree');
      tallies.pressVote('c', 'disagree');
      tallies.pressRating('a', true);
      expect([marks(), tallies.claims.get('c')!.disagree]).toEqual([['disagree', true], 0]);
      tallies.undo('c');
      tallies.undo('a');
      expect(marks()).toEqual([null, null]);
    });

    test('are not overwritten by the reader’s own state requested before, and are by that requested after', () => {
      const { discussion, tallies, marks } = pressing();
      const before = tallies.changes;
      tallies.pressVote('c', 'agree');
      tallies.pressRating('a', true);
      discussion.setMine(NOTHING_OWN, before);
      expect(marks()).toEqual(['agree', true]);
      tallies.setOwnVote('c', { agree: 1, disagree: 0, counted: 2, mine: 'agree' });
      tallies.setOwnRating('a', { helpful: 1, notHelpful: 0, counted: 2, mine: true });
      discussion.setMine(NOTHING_OWN, before);
      discussion.apply([view('a', 1, { mine: MINE })]);
      expect(marks()).toEqual(['agree', true]);
      discussion.setMine(NOTHING_OWN, tallies.changes);
      expect(marks()).toEqual([null, null]);
    });

    test('give way to another tab’s only if that was counted later', () => {
      const { tallies } = pressing();
      const isNews = (counted: number) =>
        tallies.isNews({ kind: 'vote', id: 'c', tally: { agree: 0, disagree: 0, counted, mine: null } });
      tallies.pressVote('c', 'agree');
      expect(isNews(9)).toBe(false);
      tallies.setOwnVote('c', { agree: 1, disagree: 0, counted: 5, mine: 'agree' });
      expect([4, 6].map(isNews)).toEqual([false, true]);
    });
  });

  test('in a response set the reader’s own vote or rating, even if they are older', () => {
    const discussion = open([view('a', 1)], {
      claims: [{ id: 'c', agree: 0, disagree: 0, counted: 1, mine: null }],
    });
    discussion.tallies.apply([{ id: 'c', agree: 2, disagree: 0, counted: 3 }], [rated(3, 2)]);
    discussion.tallies.setOwnVote('c', { agree: 1, disagree: 0, counted: 2, mine: 'agree' });
    discussion.tallies.setOwnRating('a', { helpful: 1, notHelpful: 0, counted: 2, mine: true });
    expect(discussion.tallies.claims.get('c')).toEqual({
      id: 'c',
      agree: 2,
      disagree: 0,
      counted: 3,
      mine: 'agree',
    });
    expect(discussion.thread.find('a')!.comment).toMatchObject({ helpful: 2, mine: { helpful: true } });
  });
});
