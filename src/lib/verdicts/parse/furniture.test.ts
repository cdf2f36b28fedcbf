import { expect, test } from 'vitest';
import { cutFurniture } from './furniture.ts';
import { pageLines } from './page-lines.ts';

const cut = (page: string) => cutFurniture(pageLines(page)).map(({ text }) => text);

test('the site’s name above and its boxes below are cut, with other slogans too', () => {
  const page =
    'CopeCheck\n← back to the feed\n\nBody.\n\nNo comments yet…\n\nThe Cope Report\n\nNew slogan of the week.\n\nSubscribe now\n\nGot feedback?\n\nSend Feedback\n';
  expect(cut(page)).toEqual(['Body.']);
});

test('the same words inside the body stay', () => {
  const body = [
    'The Cope Report',
    'Send Feedback',
    'No comments yet prove the point.',
    'Subscribe to the theory or don’t.',
    'Got feedback? The paper has none.',
    'CopeCheck is not cited.',
  ];
  expect(cut(body.join('\n'))).toEqual(body);
});

test('a last sentence that begins like furniture stays', () => {
  expect(cut('Body.\nNo comments yet. This is what the authors count as consent.')).toHaveLength(2);
  expect(cut('Body.\nThe Cope Report is a fitting name for it.')).toHaveLength(2);
});
