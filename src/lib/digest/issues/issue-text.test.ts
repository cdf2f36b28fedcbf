import { expect, test } from 'vitest';
import { issueText } from './issue-text.ts';
import type { IssueView, ItemView } from './issue-view.ts';

const ITEM: ItemView = {
  key: 'comments:1',
  leftOut: false,
  href: '/v/on-arguing?comment=1#c-1',
  title: 'On arguing with machines',
  ...{ stamp: null, text: null, claim: null, tally: null },
  quote: {
    text: 'It measures the mood of sixteen people, and says so on the very first page of it.',
    by: 'ada',
  },
  facts: ['3 readers found this helpful'],
};
const ISSUE: IssueView = {
  n: 3,
  state: 'draft',
  date: '2026-05-22T09:00:00.000Z',
  introduction: ['A quiet week.'],
  sections: [{ kind: 'comments', heading: 'Most helpful comments', items: [ITEM] }],
};

test('the text has all that the issue has, with absolute addresses and lines that fit a mail', () => {
  expect(issueText(ISSUE, 'https://cope.example')).toBe(`The Cope Report No. 3
22 May 2026

A quiet week.

MOST HELPFUL COMMENTS
---------------------

On arguing with machines
> “It measures the mood of sixteen people, and says so on the very first
> page of it.” (ada)
3 readers found this helpful
https://cope.example/v/on-arguing?comment=1#c-1`);
});

test('a stamp, a claim and an opening each have a line of their own', () => {
  const item = { ...ITEM, quote: null, stamp: 'Pure cope · 81/100', claim: 'Well meant', text: 'It argues.' };
  const text = issueText(
    { ...ISSUE, sections: [{ ...ISSUE.sections[0]!, items: [item] }] },
    'https://x.example',
  );
  expect(text).toContain('On arguing with machines\nStamped: Pure cope · 81/100\n“Well meant”\nIt argues.\n');
});
