import { expect, test } from 'vitest';
import { sourceLine } from './source-line.ts';

const told = {
  source: { feed: 'arXiv <econ>', name: null, url: null },
  publishedAt: '2026-05-21',
  model: 'oracle-1',
  sample: false,
};

test('the names of feed and model lead to their scorecards', () => {
  const html = sourceLine({ ...told, scorecards: { model: 'oracle-1-2', feed: 'arxiv--econ-' } });
  expect(html).toContain(
    '<a href="/sources/arxiv--econ-" title="Scorecard"><bdi>arXiv &#60;econ&#62;</bdi></a>',
  );
  expect(html).toContain('<a href="/models/oracle-1-2" title="Scorecard"><bdi>oracle-1</bdi></a>');
});

test('a name without a scorecard isn’t linked', () => {
  expect(sourceLine({ ...told, scorecards: { model: null, feed: null } })).toBe(
    '<span><bdi>arXiv &#60;econ&#62;</bdi></span><span><time datetime="2026-05-21">21 May 2026</time></span><span><bdi>oracle-1</bdi></span>',
  );
});
