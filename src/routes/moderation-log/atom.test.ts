import { expect, test } from 'vitest';
import { atomOf } from './atom.ts';

const ROW = {
  no: 7,
  at: '2026-05-22T08:00:00.000Z',
  kind: 'remove',
  reason: 'spam',
  actor: 'mary',
  place: '/v/on-arguing#c-1',
};
const WHERE = {
  origin: 'https://cope.example',
  self: 'https://cope.example/moderation-log/feed.xml?kind=a&person=b',
};

test('an entry says who did what and why, and links to the place', () => {
  const feed = atomOf([ROW], WHERE);
  expect(feed).toContain('<title>mary removed a comment</title>');
  expect(feed).toContain('<summary>Spam</summary>');
  expect(feed).toContain('href="https://cope.example/v/on-arguing#c-1"');
  expect(feed).toContain('<updated>2026-05-22T08:00:00.000Z</updated>');
});

test('what came from outside can’t break out of the feed', () => {
  const feed = atomOf([{ ...ROW, actor: '<b>"x"&', place: '/v/a"><script>' }], WHERE);
  expect(feed).toContain('<name>&lt;b&gt;&quot;x&quot;&amp;</name>');
  expect(feed).not.toContain('<script>');
  expect(feed).toContain('?kind=a&amp;person=b');
});

test('a row without names says so, and links to itself where its page is gone', () => {
  const feed = atomOf([{ ...ROW, actor: null, place: null }], WHERE);
  expect(feed).toContain('<name>A deleted account</name>');
  expect(feed).toContain('href="https://cope.example/moderation-log#no-7"');
});

test('an empty log is a valid feed', () => {
  expect(atomOf([], WHERE)).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
});
