import { expect, test } from 'vitest';
import { commentView } from '../../../../tests/support/comment.ts';
import { decodeThread, encodeThread, ThreadData } from './thread-data.ts';

const TEXT = 'It does not say whom.';
const items = [
  commentView('00000000-0000-7000-8000-00000000000a', 1, { html: `<p>${TEXT}</p>`, body: TEXT, replies: 1 }),
  commentView('00000000-0000-7000-8000-00000000000b', 2, {
    ...{ html: `<p>${TEXT}</p>`, body: TEXT, status: 'hidden' as const },
    parentId: '00000000-0000-7000-8000-00000000000a',
    mine: { own: true, helpful: null, canEdit: true, canWithdraw: true, canRate: false },
  }),
];
const page = { items, next: null, seq: 2, moreReplies: {}, following: {} };

test('a loaded page is sent no text again, except of the reader’s own comments', () => {
  const encoded = JSON.stringify(encodeThread(new ThreadData({ ...page, items: [items[0]!] }, true)));
  expect(encoded).not.toContain(TEXT);
  expect(encoded.length).toBeLessThan(170);
  expect(JSON.stringify(encodeThread(new ThreadData(page, true)))).toContain(`"body":"${TEXT}"`);
});

test('a loaded page is sent which comments have the badge, and which is the author’s reply', () => {
  const badge = { ...items[0]!, commonGround: true, authorReply: true as const };
  const encoded = JSON.stringify(encodeThread(new ThreadData({ ...page, items: [badge] }, true)));
  expect(encoded).toContain('{"commonGround":true,"authorReply":true}');
});

test('a page reached by navigating in the browser is sent everything', () => {
  const encoded = encodeThread(new ThreadData(page, false));
  expect(decodeThread(encoded).page).toEqual(page);
});
