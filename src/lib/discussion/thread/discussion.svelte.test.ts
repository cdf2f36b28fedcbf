import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { commentView as view } from '../../../../tests/support/comment.ts';
import type { CommentNode } from './comment-node.svelte.ts';
import { Discussion } from './discussion.svelte.ts';

function open(items: CommentView[] = [], more: Partial<ConstructorParameters<typeof Discussion>[0]> = {}) {
  return new Discussion({
    slug: 'v',
    viewer: { username: 'ada', role: 'reader' },
    sort: 'newest',
    items,
    next: null,
    moreReplies: {},
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

  test('replies wait by all reports above them, and others don’t', () => {
    const talk = thread();
    expect(talk.replyAllowedAt(talk.thread.find('top')!)).toBe(Date.parse(at(6)));
    expect(talk.replyAllowedAt(talk.thread.find('reply')!)).toBe(Date.parse(at(8)));
    expect(talk.replyAllowedAt(talk.thread.find('elsewhere')!)).toBe(0);
  });

  test('the wait changes with the news', () => {
    const talk = thread();
    talk.apply([view('top', 11, { createdAt: at(0), heat: { reports: 2, since: at(3) } })]);
    expect(talk.replyAllowedAt(talk.thread.find('reply')!)).toBe(Date.parse(at(9)));
    talk.apply([view('top', 12, { createdAt: at(0) })]);
    expect(talk.replyAllowedAt(talk.thread.find('reply')!)).toBe(0);
  });
});

test('a locked branch is closed to replies at every depth, a locked thread everywhere', () => {
  const items = [
    view('top', 1, { locked: true }),
    view('reply', 2, { parentId: 'top', depth: 1 }),
    view('other', 3),
  ];
  const closed = (talk: Discussion) =>
    ['top', 'reply', 'other'].map((id) => talk.isLocked(talk.thread.find(id)!));
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

test('what was hidden leaves the page, and comes back when moderators bring it back', () => {
  const talk = open([view('a', 1), view('b', 2)]);
  talk.apply([view('a', 11, { status: 'hidden', html: null, body: null })]);
  expect(ids(talk.thread.roots)).toEqual(['b']);
  talk.apply([view('a', 12, { born: 1 })]);
  talk.thread.openWaiting();
  expect(ids(talk.thread.roots)).toEqual(['a', 'b']);
});

describe('what arrives', () => {
  test('from somebody else waits at the top, and opens newest first with a mark', () => {
    const talk = open([view('old', 1)]);
    talk.apply([view('a', 11), view('b', 12)]);
    expect(ids(talk.thread.roots)).toEqual(['old']);
    talk.thread.openWaiting();
    expect(ids(talk.thread.roots)).toEqual(['b', 'a', 'old']);
    expect(talk.thread.roots.map((node) => node.fresh)).toEqual([true, true, false]);
  });

  test('below a comment waits there, in the thread where it belongs', () => {
    const talk = open([view('old', 1)]);
    talk.apply([view('r', 11, { parentId: 'old', depth: 1 })]);
    expect(talk.thread.waiting).toEqual([]);
    expect(talk.thread.roots[0]!.waiting.length).toBe(1);
    talk.thread.openReplies(talk.thread.roots[0]!);
    expect(ids(talk.thread.roots)).toEqual([['old', ['r']]]);
  });

  test('comes in at once where the page says that nothing moves', () => {
    const talk = open([view('old', 1)]);
    talk.canInsertNow = ({ parentId }) => parentId === 'old';
    talk.apply([view('r', 11, { parentId: 'old', depth: 1 })]);
    expect(ids(talk.thread.roots)).toEqual([['old', ['r']]]);
  });

  test('below a part that isn’t loaded is left to its page', () => {
    const talk = open([view('old', 1)]);
    talk.apply([
      view('r', 11, { parentId: 'elsewhere', depth: 1 }),
      view('edited long ago', 12, { born: 3 }),
    ]);
    expect([talk.thread.waiting, ids(talk.thread.roots)]).toEqual([[], ['old']]);
  });

  test('from somebody else on a page of one thread is not for that page', () => {
    const talk = open([view('old', 1)], { single: true });
    talk.apply([view('a', 11), view('r', 12, { parentId: 'old', depth: 1 })]);
    expect([talk.thread.waiting.length, talk.thread.roots[0]!.waiting.length]).toEqual([0, 1]);
  });

  test('edits in place, and never back to an older text', () => {
    const talk = open([view('old', 1)]);
    talk.apply([view('old', 12, { body: 'newer', version: 3 })]);
    talk.apply([view('old', 11, { body: 'older', version: 2 })]);
    expect(talk.thread.roots[0]!.comment.body).toBe('newer');
  });

  test('as withdrawn leaves, and stays as a tombstone over replies', () => {
    const gone = { status: 'withdrawn', author: null, html: null, body: null } as const;
    const talk = open([
      view('a', 1),
      view('b', 2, { replies: 1 }),
      view('r', 3, { parentId: 'b', depth: 1 }),
    ]);
    talk.apply([view('a', 11, gone), view('b', 12, { ...gone, replies: 1 })]);
    expect(ids(talk.thread.roots)).toEqual([['b', ['r']]]);
  });
});

describe('one’s own comment', () => {
  const pending = { ...view('pending-n', 0, { author: { username: 'ada', role: 'reader' } }), nonce: 'n' };
  const saved = view('saved', 11, { author: { username: 'ada', role: 'reader' }, nonce: 'n' });

  test('stands at once, and is confirmed by its nonce without becoming two', () => {
    const talk = open([view('old', 1)]);
    talk.addPending(pending);
    const key = talk.thread.roots[0]!.key;
    talk.apply([saved]);
    talk.apply([
      { ...saved, mine: { own: true, helpful: null, canEdit: true, canWithdraw: true, canRate: false } },
    ]);
    expect(ids(talk.thread.roots)).toEqual(['saved', 'old']);
    expect(talk.thread.roots[0]!.key).toBe(key);
    expect(talk.thread.roots[0]!.sending).toBeNull();
  });

  test('from another tab stands at once as well', () => {
    const talk = open([view('old', 1)]);
    talk.apply([saved]);
    expect(ids(talk.thread.roots)).toEqual(['saved', 'old']);
  });

  test('is not taken by somebody else’s comment under the same nonce', () => {
    const talk = open();
    talk.addPending(pending);
    talk.apply([view('thief', 11, { nonce: 'n' })]);
    expect(talk.thread.roots.some((node) => node.sending)).toBe(true);
  });
});

test('the same news in any order, any number of times, end in the same thread', () => {
  const news = [
    view('a', 11, { replies: 1 }),
    view('r', 12, { parentId: 'a', depth: 1 }),
    view('a', 13, { body: 'edited', replies: 1 }),
    view('b', 14),
    view('b', 15, { status: 'withdrawn', author: null, html: null, body: null }),
    view('c', 16),
  ];
  const ending = (talk: Discussion) => {
    talk.thread.openWaiting();
    for (const node of talk.thread.roots) talk.thread.openReplies(node);
    return [ids(talk.thread.roots), talk.thread.find('a')?.comment.body];
  };
  // A reply may come before what it answers only across a hole, and then the answer to `changes` brings both.
  const shuffles = fc.array(fc.integer({ min: 0, max: news.length - 1 }), { maxLength: 20 });
  fc.assert(
    fc.property(shuffles, (order) => {
      const talk = open([view('old', 1)], { sort: 'oldest' });
      for (const index of order) if (index !== 1) talk.apply([news[index]!]);
      talk.apply(news);
      expect(ending(talk)).toEqual([['old', ['a', ['r']], 'c'], 'edited']);
    }),
  );
});

describe('a batch', () => {
  test('ends as its messages one by one do, with the last total and the latest counts', () => {
    const claim = { id: 'c', agree: 0, disagree: 0, counted: 1 };
    const news = [
      { comments: [view('a', 11)], total: 2 },
      { claims: [{ ...claim, agree: 3, counted: 5 }], ratings: [{ ...RATED, counted: 4, helpful: 2 }] },
      { comments: [view('r', 12, { parentId: 'a', depth: 1 }), view('b', 13)], total: 4 },
      // Asked for and answered before the others came; what is newest says the total.
      { comments: [view('old', 10)] },
      { ratings: [{ ...RATED, counted: 3, helpful: 1 }] },
    ];
    const ending = (apply: (talk: Discussion) => void) => {
      const talk = open([view('old', 1)], { claims: [{ ...claim, mine: null }] });
      apply(talk);
      talk.thread.openWaiting();
      for (const node of talk.thread.roots) talk.thread.openReplies(node);
      const { helpful, counted } = talk.thread.find('a')!.comment;
      return [ids(talk.thread.roots), talk.total, talk.tallies.claims.get('c')!.agree, helpful, counted];
    };
    const together = ending((talk) => talk.applyUpdates(news));
    expect(together).toEqual([['b', ['a', ['r']], 'old'], 4, 3, 2, 4]);
    expect(ending((talk) => news.forEach((each) => talk.applyUpdates([each])))).toEqual(together);
  });

  test('of replies stands in the order in which they were made, however they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([11, 12, 13, 14, 15], { minLength: 5 }), (seqs) => {
        const talk = open([view('old', 1)]);
        talk.canInsertNow = () => true;
        talk.applyUpdates(
          seqs.map((seq) => ({ comments: [view(`${seq}`, seq, { parentId: 'old', depth: 1 })] })),
        );
        expect(ids(talk.thread.roots)).toEqual([['old', ['11', '12', '13', '14', '15']]]);
      }),
    );
  });
});

const RATED = { comment: 'a', helpful: 0, notHelpful: 0, counted: 0 };

const MINE = { own: false, helpful: null, canEdit: false, canWithdraw: false, canRate: true };

describe('counts', () => {
  const rated = (counted: number, helpful: number) => ({ comment: 'a', helpful, notHelpful: 0, counted });

  test('told in the other order than they were counted end at the later one', () => {
    const claim = (counted: number, agree: number) => ({ id: 'c', agree, disagree: 0, counted });
    const talk = open([view('a', 1)], { claims: [{ ...claim(1, 0), mine: 'agree' }] });
    talk.tallies.apply([claim(3, 2)], [rated(4, 2)]);
    talk.tallies.apply([claim(2, 1)], [rated(3, 1)]);
    expect(talk.tallies.claims.get('c')).toEqual({ ...claim(3, 2), mine: 'agree' });
    expect(talk.thread.find('a')!.comment).toMatchObject({ helpful: 2, counted: 4 });
  });

  test('are not taken back by a change of the comment that was read before them', () => {
    const talk = open([view('a', 1)]);
    talk.tallies.apply([], [rated(4, 2)]);
    talk.apply([view('a', 12, { body: 'edited', helpful: 1, counted: 3 })]);
    expect(talk.thread.find('a')!.comment).toMatchObject({ body: 'edited', helpful: 2, counted: 4 });
    talk.apply([view('a', 13, { helpful: 5, counted: 9 })]);
    expect(talk.thread.find('a')!.comment).toMatchObject({ helpful: 5, counted: 9 });
  });

  test('of others leave one’s own vote and rating held, and withdrawing them ends that', () => {
    const countsAt = '2026-05-21T14:05:00.000Z';
    const claim = { id: 'c', agree: 20, disagree: 0, counted: 1, mine: null };
    const talk = open([view('a', 1, { mine: MINE })], { claims: [claim] });
    const held = () => [
      talk.tallies.claims.get('c')!.countsAt,
      talk.thread.find('a')!.comment.mine?.countsAt,
    ];
    talk.tallies.setOwnVote('c', { agree: 20, disagree: 0, counted: 2, mine: 'agree', countsAt });
    talk.tallies.setOwnRating('a', { helpful: 20, notHelpful: 0, counted: 2, mine: true, countsAt });
    talk.tallies.apply([{ id: 'c', agree: 21, disagree: 0, counted: 3 }], [rated(3, 21)]);
    expect(held()).toEqual([countsAt, countsAt]);
    talk.tallies.setOwnVote('c', { agree: 21, disagree: 0, counted: 4, mine: null });
    talk.tallies.setOwnRating('a', { helpful: 21, notHelpful: 0, counted: 4, mine: null });
    expect(held()).toEqual([undefined, undefined]);
  });

  test('that answer one’s own rating or vote say what is one’s own, also where they are older', () => {
    const talk = open([view('a', 1)], {
      claims: [{ id: 'c', agree: 0, disagree: 0, counted: 1, mine: null }],
    });
    talk.tallies.apply([{ id: 'c', agree: 2, disagree: 0, counted: 3 }], [rated(3, 2)]);
    talk.tallies.setOwnVote('c', { agree: 1, disagree: 0, counted: 2, mine: 'agree' });
    talk.tallies.setOwnRating('a', { helpful: 1, notHelpful: 0, counted: 2, mine: true });
    expect(talk.tallies.claims.get('c')).toEqual({
      id: 'c',
      agree: 2,
      disagree: 0,
      counted: 3,
      mine: 'agree',
    });
    expect(talk.thread.find('a')!.comment).toMatchObject({ helpful: 2, mine: { helpful: true } });
  });
});
