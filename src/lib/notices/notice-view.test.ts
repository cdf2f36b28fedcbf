import { expect, test } from 'vitest';
import { noticeView, type NoticeRow } from './notice-view.ts';

const row: NoticeRow = {
  ...{ id: 'n', kind: 'reply', createdAt: new Date(0), readAt: null, data: {}, root: 'c', muted: false },
  ...{ commentId: 'c', slug: 'v', title: 'On machines', author: 'ada', beginning: null },
  ...{ decisionId: null, decisionKind: null, decidedAt: null, appeal: null },
};
const excerpt = (beginning: string | null) => noticeView({ ...row, beginning }).comment?.excerpt;

test('a notice quotes whole words of a comment, and says that there is more', () => {
  expect(excerpt('Short.')).toBe('Short.');
  expect(excerpt(`${'word '.repeat(39)}incomprehensible`)).toBe(`${'word '.repeat(39)}`.trim() + '…');
  expect(excerpt(null)).toBeNull();
});
