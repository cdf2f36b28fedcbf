import { expect, test } from 'vitest';
import type { Section } from '#lib/verdicts/verdict.ts';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { verdictText } from '../../../../tests/support/verdict-text.ts';
import { paperOf } from './paper.ts';

const read = (change: (text: string) => string) => paperOf(parseVerdict(change(verdictText('A title'))));
const withUrl = (url: string) =>
  paperOf({ source: { name: null, feed: null, url }, sections: [] as Section[] });

test.each([
  ['https://arxiv.org/abs/2605.12345v2', 'arXiv:2605.12345v2'],
  ['http://arxiv.org/pdf/2605.12345', 'arXiv:2605.12345'],
  ['https://www.gazette.example/clerks?page=2', 'gazette.example'],
])('the verdict’s link %s is shown as %s', (url, label) => {
  expect(withUrl(url)).toEqual({ url, label });
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://x.example/', 'https://a:b@x.example/', 'x'])(
  '%s is never linked',
  (url) => {
    expect(withUrl(url)).toBeNull();
  },
);

test.each([
  ['in the source line', (text: string) => text.replace('arXiv cs.CY', 'arXiv cs.CY, arXiv: 2605.12345')],
  [
    'on a line of its own below the title',
    (text: string) => text.replace('A title', 'A title\n\narXiv:2605.12345'),
  ],
  ['behind a label', (text: string) => text.replace('A title', 'A title\n\nURL: arXiv:2605.12345')],
  ['as the source', (text: string) => text.replace('A title', 'A title\n\nSource: arXiv:2605.12345')],
  ['at the end', (text: string) => `${text}\n\nSource: arXiv:2605.12345\n`],
])('an arXiv id %s leads to the paper', (_, change) => {
  expect(read(change)).toEqual({ url: 'https://arxiv.org/abs/2605.12345', label: 'arXiv:2605.12345' });
});

test('an id that the source line shows isn’t repeated', () => {
  expect(read((text) => text.replace('arXiv cs.CY', 'arXiv:2605.12345 [cs.CY]'))).toEqual({
    url: 'https://arxiv.org/abs/2605.12345',
    label: 'Read the paper',
  });
});

test('a DOI leads to the paper', () => {
  expect(read((text) => text.replace('A title', 'A title\n\nDOI: 10.1000/xyz-12.3'))).toEqual({
    url: 'https://doi.org/10.1000/xyz-12.3',
    label: 'doi:10.1000/xyz-12.3',
  });
});

test('a paper that the text cites isn’t taken for the one it is about', () => {
  expect(
    read((text) => text.replace('The paper argues', 'Unlike arXiv:2001.00001, the paper argues')),
  ).toBeNull();
});
