import { expect, test } from 'vitest';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';

const page = (below: string, above = '') =>
  parsePage(`${above}arXiv cs.CY · 2 Jun 2026 · m/m-1\n\nA title\n\nTHE DISSECTION\n\nBody.\n\n${below}`);
const cut = (...parts: [string, string?]) =>
  page(...parts)
    .lines.filter(({ role }) => role === 'furniture')
    .map(({ text }) => text);
const said = (...parts: [string, string?]) => JSON.stringify(page(...parts).verdict?.sections);

test('the site’s name above and its boxes below are cut, with other slogans too', () => {
  const box = [
    'No comments yet…',
    'The Cope Report',
    'New slogan of the week.',
    'Subscribe now',
    'Send Feedback',
  ];
  expect(cut(box.join('\n\n'), 'CopeCheck\n← back to the feed\n')).toEqual([
    'CopeCheck',
    '← back to the feed',
    ...box,
  ]);
});

test('everything from the comments heading on is cut', () => {
  const below = [
    'Comments (2)',
    'Ada · 2 hours ago',
    'THE DISSECTION is wrong about me.',
    'Reply',
    'The Dissection',
  ];
  expect(cut(below.join('\n'))).toEqual(below);
  expect(said(below.join('\n'))).not.toContain('wrong about me');
});

test.each([
  'No comments yet',
  'Related verdicts\n\nAnother title',
  'Share this verdict\n\nX\n\nBluesky',
  'Open original source\n\nThe Cope Report\n\nA slogan.',
  'The Cope Report\n\nOne more paragraph of any length.',
])('the page ends at “%s”', (below) => {
  expect(said(below)).toBe(said(''));
});

test.each(['No comments yet. Be the fir', 'The Cope Rep', 'Share this anal', 'Open original'])(
  'a copy that ends in the middle of the boilerplate: “%s”',
  (below) => {
    expect(said(below)).toBe(said(''));
  },
);

test('a line that could be boilerplate stays if sections of the verdict follow', () => {
  const below = 'Comments\n\nThe paper has none.\n\nTHE VERDICT\n\nNo.\n\nNo comments yet.';
  expect(cut(below)).toEqual(['No comments yet.']);
  expect(said(below)).toContain('The paper has none.');
});

test('sentences that only mention boilerplate stay', () => {
  const body = [
    'No comments yet prove the point.',
    'Subscribe to the theory or don’t.',
    'Share prices fell.',
  ];
  for (const line of body) expect(said(line)).toContain(line);
});

test('a menu above the source line is cut', () => {
  const menu = 'CopeCheck\nFeed · Verdicts · About\nSign in\nToday’s edition\n\n';
  expect(cut('', menu)).toHaveLength(4);
  expect(page('', menu).verdict?.title).toBe('A title');
});

test('a title above the source line is no menu', () => {
  const text = 'CopeCheck\n\nA title\n\narXiv cs.CY · 2 Jun 2026 · m/m-1\n\nTHE DISSECTION\n\nBody.';
  expect(parsePage(text).verdict).toMatchObject({ title: 'A title', model: 'm/m-1' });
});

test('the address of the link to the article is the source’s', () => {
  for (const below of [
    '[Open original source](https://gazette.example/a)',
    'Open original source\nhttps://gazette.example/a',
  ])
    expect(page(below).verdict?.source.url).toBe('https://gazette.example/a');
});
