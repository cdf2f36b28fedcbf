import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { versionDiff } from './version-diff.ts';
import { foldedLines, type DiffLine, type VersionDiff } from './version-diff-view.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';

const page = readFileSync(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const verdict = parseVerdict(page);
const edited = (...changes: [from: string, to: string][]) =>
  parseVerdict(changes.reduce((text, [from, to]) => text.replace(from, to), page));
const diff = (after: StructuredVerdict, before = verdict) => versionDiff(before, after);
/** The changed lines as `part: [-removed-]{+added+}`. */
const shown = ({ parts }: VersionDiff) =>
  parts.flatMap(({ name, lines }) =>
    lines
      .filter(({ change }) => change !== 'same')
      .map(({ label, runs }) => `${name}${label ? `, ${label}` : ''}: ${runs.map(marked).join('')}`),
  );
const marked = ({ change, text }: DiffLine['runs'][number]) =>
  change === 'added' ? `{+${text}+}` : change === 'removed' ? `[-${text}-]` : text;
const part = ({ parts }: VersionDiff, name: string) => parts.find((each) => each.name === name)!;

test('a version compared with itself has changed nothing, and shows everything', () => {
  const same = diff(verdict);
  expect(same.changed).toBe(false);
  expect(same.parts.map(({ name }) => name)).toEqual([
    'Head',
    ...verdict.sections.map(({ heading }) => heading),
    'Claims',
  ]);
  expect(shown(same)).toEqual([]);
});

test('changed words are marked within their block', () => {
  const after = edited(['lost less than', 'lost more than'], ['staged disclosure for', 'staged notice for']);
  const { heading } = verdict.sections.find(({ id }) => id === 'the-core-fallacy')!;
  expect(shown(diff(after))).toEqual([
    'Head, Title: The lantern clause: staged [-disclosure-]{+notice+} for workplace automation',
    `${heading}: The paper treats surprise as the harm. It assumes that a worker who is told in three steps has lost [-less-]{+more+} than a worker who is told in one.`,
  ]);
});

test('a source, date or opening that appears or goes is added or removed', () => {
  const bare = { ...verdict, opening: null, publishedText: null, publishedAt: null };
  expect(shown(diff(bare))).toEqual([
    `Head, Date: [-${verdict.publishedText}-]`,
    `Head, Opening: [-${verdict.opening}-]`,
  ]);
  expect(shown(diff(verdict, bare))).toEqual([
    `Head, Date: {+${verdict.publishedText}+}`,
    `Head, Opening: {+${verdict.opening}+}`,
  ]);
});

describe('sections', () => {
  const [first, second, ...rest] = verdict.sections;
  test('that are added or removed are shown whole, and those around them as unchanged', () => {
    const without = diff({ ...verdict, sections: [first!, ...rest] });
    expect(part(without, second!.heading).change).toBe('removed');
    expect(part(without, first!.heading).change).toBe('same');
    expect(part(diff(verdict, { ...verdict, sections: [first!, ...rest] }), second!.heading).change).toBe(
      'added',
    );
  });

  test('that are renamed are compared with what they were', () => {
    const renamed = { ...first!, id: 'the-autopsy', heading: 'The Autopsy' };
    expect(shown(diff({ ...verdict, sections: [renamed, second!, ...rest] }))).toEqual([
      `The Autopsy: [-${first!.heading}-]`,
      'The Autopsy: {+The Autopsy+}',
    ]);
  });
});

test('a block that has little in common with the old one is removed and added, not mixed', () => {
  const [before, after] = ['One two three four five.', 'Nothing at all remains of it.'].map((text) => ({
    ...verdict,
    sections: [{ ...verdict.sections[0]!, blocks: [{ type: 'paragraph' as const, text }] }],
  }));
  expect(shown(diff(after!, before))).toEqual([
    `${verdict.sections[0]!.heading}: [-One two three four five.-]`,
    `${verdict.sections[0]!.heading}: {+Nothing at all remains of it.+}`,
  ]);
});

test('a new block before a reworded one is added, and the reworded one is compared with what it was', () => {
  const of = (...texts: string[]) => ({
    ...verdict,
    sections: [
      { ...verdict.sections[0]!, blocks: texts.map((text) => ({ type: 'paragraph' as const, text })) },
    ],
  });
  const [first, second, third] = [
    'It opens with a claim about the firm.',
    'The firm gave notice in three steps, and says that this was kind.',
    'Nobody asked those who were told.',
  ];
  const after = of(first, 'A wholly other paragraph stands here.', second.replace('three', 'four'));
  const { heading } = verdict.sections[0]!;
  expect(shown(diff(after, of(first, second, third)))).toEqual([
    `${heading}: {+A wholly other paragraph stands here.+}`,
    `${heading}: The firm gave notice in [-three-]{+four+} steps, and says that this was kind.`,
    `${heading}: [-Nobody asked those who were told.-]`,
  ]);
});

test('a reworded claim is marked, with its kind', () => {
  const claims = verdict.claims.map((claim, i) =>
    i === 0 ? { ...claim, label: 'Procedural fear.' } : claim,
  );
  expect(shown(diff({ ...verdict, claims }))).toEqual([
    'Claims, Classification: Procedural [-comfort-]{+fear+}.',
  ]);
});

test('list items and rows of a table are compared one by one', () => {
  const blocks = (item: string, cell: string) => [
    { type: 'list' as const, ordered: false, items: ['First of all.', item] },
    { type: 'table' as const, header: ['A', 'B'], rows: [['one thing here', cell]] },
  ];
  const of = (item: string, cell: string) => ({
    ...verdict,
    sections: [{ ...verdict.sections[0]!, blocks: blocks(item, cell) }],
  });
  const { heading } = verdict.sections[0]!;
  expect(
    shown(diff(of('The second and last.', 'gone now'), of('The second and first.', 'gone then'))),
  ).toEqual([
    `${heading}: The second and [-first-]{+last+}.`,
    `${heading}: one thing here | gone [-then-]{+now+}`,
  ]);
});

test('unchanged lines are folded into groups, in order', () => {
  const line = (change: DiffLine['change']): DiffLine => ({ role: 'text', label: null, change, runs: [] });
  const lines = (['same', 'same', 'added', 'removed', 'same'] as const).map(line);
  expect(foldedLines(lines).map(({ same, lines }) => [same, lines.length])).toEqual([
    [true, 2],
    [false, 2],
    [true, 1],
  ]);
});

// Nothing here is timed: what grows with the square of its length doesn't end within the test's time.
test.each([
  [
    'one line of 50,000 words',
    (word: string) => [Array.from({ length: 50_000 }, (_, i) => `${word}${i}`).join(' ')],
  ],
  ['900 blocks', (word: string) => Array.from({ length: 900 }, (_, i) => `${word}${i} `.repeat(40))],
  [
    '50 blocks of the same words',
    (word: string) =>
      Array.from({ length: 50 }, (_, i) =>
        Array.from({ length: 700 }, (_, j) => (j ? `w${j}` : `${word}${i}`)).join(' '),
      ),
  ],
  ['200 kB of dashes', (word: string) => [`${word} ${'- '.repeat(100_000)}${word}`]],
  [
    'blocks that differ in half of their words',
    (word: string) =>
      Array.from({ length: 900 }, (_, i) =>
        Array.from({ length: 100 }, (_, j) => (j % 2 ? `${word}${i}-${j}` : 'the')).join(' '),
      ),
  ],
])(
  'two hostile versions are compared in a bounded number of steps: %s',
  (_, texts) => {
    const of = (word: string) => ({
      ...verdict,
      sections: [
        {
          ...verdict.sections[0]!,
          blocks: texts(word).map((text) => ({ type: 'paragraph' as const, text })),
        },
      ],
    });
    const { parts } = diff(of('x'), of('y'));
    const lines = parts.flatMap(({ lines }) => lines);
    // No word lost: the new text is all there.
    const added = lines.flatMap(({ runs }) => runs.filter(({ change }) => change !== 'removed'));
    const length = texts('x').join('').length;
    expect(added.map(({ text }) => text).join('').length).toBeGreaterThanOrEqual(length);
  },
  30_000,
);

test('adjacent changed words are one change', () => {
  const text = (words: string) =>
    `The paper says of its own limits that ${words} matter to nobody who has read it.`;
  const [before, after] = [text('its examiners chose them and'), text('those who wrote them do')].map(
    (paragraph) => ({
      ...verdict,
      sections: [
        {
          id: 'a',
          heading: 'A',
          kind: 'other' as const,
          banners: [],
          blocks: [{ type: 'paragraph' as const, text: paragraph }],
        },
      ],
    }),
  );
  const line = versionDiff(before!, after!)
    .parts.flatMap(({ lines }) => lines)
    .find(({ change }) => change === 'changed');
  expect(line!.runs.map(({ change, text }) => [change, text.trim()])).toEqual([
    ['same', 'The paper says of its own limits that'],
    ['removed', 'its examiners chose'],
    ['added', 'those who wrote'],
    ['same', 'them'],
    ['removed', 'and'],
    ['added', 'do'],
    ['same', 'matter to nobody who has read it.'],
  ]);
});
