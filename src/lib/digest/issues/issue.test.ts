import { expect, test } from 'vitest';
import { editedLike, isEmpty, leftOut, withMoved, type IssueContent } from './issue.ts';

const item = (id: string) => ({ key: `new-verdicts:${id}`, verdictId: id, voters: 0, commenters: 0 });
const version = (id: string) => ({ key: `new-versions:${id}`, verdictId: id, version: 2 });
const CONTENT: IssueContent = {
  sections: [
    { kind: 'new-verdicts', items: [item('a'), item('b'), item('c')] },
    { kind: 'new-versions', items: [version('d')] },
  ],
};
const keys = ({ sections }: IssueContent) =>
  sections.flatMap(({ items }) => items.map(({ key, leftOut }) => (leftOut ? `(${key})` : key)));

test('an item moves within its section, and no further than its ends', () => {
  const up = withMoved(CONTENT, 'new-verdicts:b', 'up');
  expect(keys(up).slice(0, 3)).toEqual(['new-verdicts:b', 'new-verdicts:a', 'new-verdicts:c']);
  expect(withMoved(CONTENT, 'new-verdicts:a', 'up')).toEqual(CONTENT);
  expect(withMoved(CONTENT, 'new-verdicts:c', 'down')).toEqual(CONTENT);
  expect(withMoved(CONTENT, 'unknown', 'down')).toEqual(CONTENT);
});

test('a section moves with all its items', () => {
  expect(keys(withMoved(CONTENT, 'new-versions', 'up'))[0]).toBe('new-versions:d');
});

test('an item that is left out stays in its place and can be put back', () => {
  const without = leftOut(CONTENT, 'new-verdicts:b', true);
  expect(keys(without)[1]).toBe('(new-verdicts:b)');
  expect(keys(leftOut(without, 'new-verdicts:b', false))).toEqual(keys(CONTENT));
});

test('an issue of which everything is left out is empty', () => {
  expect(isEmpty(CONTENT)).toBe(false);
  const none = ['new-verdicts:a', 'new-verdicts:b', 'new-verdicts:c', 'new-versions:d'].reduce(
    (content, key) => leftOut(content, key, true),
    CONTENT,
  );
  expect(isEmpty(none)).toBe(true);
});

test('content that is composed again keeps the order and the omissions of the admin', () => {
  const edited = withMoved(
    leftOut(withMoved(CONTENT, 'new-verdicts:c', 'up'), 'new-verdicts:a', true),
    'new-versions',
    'up',
  );
  const fresh: IssueContent = {
    sections: [
      { kind: 'new-verdicts', items: [item('n'), item('a'), item('b'), item('c')] },
      { kind: 'new-versions', items: [version('d')] },
    ],
  };
  expect(keys(editedLike(fresh, edited))).toEqual([
    'new-versions:d',
    '(new-verdicts:a)',
    'new-verdicts:c',
    'new-verdicts:b',
    'new-verdicts:n',
  ]);
});
