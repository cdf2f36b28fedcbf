import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import {
  asSections,
  edit,
  EDITS,
  integer,
  oneOf,
  seeded,
  tracked,
  unitsOf,
  type EditedSection,
  type Random,
} from '../../../tests/support/passages/random-edits.ts';
import type { Place, QuotedPassage } from './anchor.ts';
import { piecesOf } from './block-text.ts';
import { describe, describeBlock } from './describe.ts';
import { fold } from './folded.ts';
import { locate } from './locate.ts';
import { recheck } from './recheck.ts';
import { VerdictText } from './verdict-text.ts';

const folder = new URL('../verdicts/samples/', import.meta.url);
const samples = readdirSync(folder).map((name) =>
  tracked(parseVerdict(readFileSync(new URL(name, folder), 'utf8')).sections),
);

const texts = samples.map((sections) => new VerdictText(asSections(sections)));

/** Of words, of sentences, across paragraphs, and of whole blocks. */
function somePlace(sections: EditedSection[], text: VerdictText, random: Random): Place {
  const { id, blocks } = oneOf(
    random,
    sections.filter((section) => section.blocks.length > 0),
  );
  const block = integer(random, blocks.length);
  const { whole, blocks: texts } = text.section(id)!;
  const { from, text: own } = texts[block]!;
  const rest = whole.slice(from);
  const words = [...rest.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
  const inOwn = words.filter(({ start }) => start < own.length);
  const at = integer(random, inOwn.length);
  const length = oneOf(random, [1, 2, 4, 8, 16, 40, 80]);
  const end = words[Math.min(at + length, words.length) - 1]!.end;
  return { section: id, block, start: words[at]!.start, end };
}

type Outcome = 'found' | 'lost' | 'elsewhere';

function check(passage: QuotedPassage, before: EditedSection[], after: EditedSection[], found: Place | null) {
  const own = new Set(unitsAt(before, passage).filter((unit) => unit >= 0));
  const kept = after.map((section) => {
    const units = unitsOf(section);
    return { id: section.id, units, at: units.flatMap((unit, i) => (own.has(unit) ? [i] : [])) };
  });
  const home = kept.toSorted((a, b) => b.at.length - a.at.length)[0]!;
  const span = home.at.length > 0 ? home.at.at(-1)! - home.at[0]! + 1 : 0;
  const share = home.at.length / own.size;
  const exists = share >= 0.8 && home.at.length >= 0.8 * (span - separators(home.units, home.at));
  const isOwn = (found ? unitsAt(after, found) : [])
    .filter((unit) => unit !== -2)
    .map((unit) => own.has(unit));
  const right = isOwn.filter(Boolean).length;
  // What was added inside a passage is a part of it; what is beside it is not.
  const beside = isOwn.indexOf(true) + isOwn.toReversed().indexOf(true);
  const isOwnText =
    found !== null &&
    (fold(new VerdictText(asSections(after)).exactAt(found)!) === fold(passage.exact)
      ? right >= 0.5 * isOwn.length
      : beside <= 0.25 * isOwn.length && right >= 0.8 * (exists ? home.at.length : 1));
  const outcome: Outcome = found === null ? 'lost' : isOwnText ? 'found' : 'elsewhere';
  return { exists, outcome };
}

const separators = (units: number[], at: number[]) =>
  units.slice(at[0], at.at(-1)).filter((unit) => unit === -2).length;

function unitsAt(sections: EditedSection[], { section, block, start, end }: Place): number[] {
  const found = sections.find(({ id }) => id === section)!;
  return unitsOf({ ...found, blocks: found.blocks.slice(block) }).slice(start, end);
}

test(
  '500 random edits: at least 98 % of passages that still exist are found, and none is taken for another',
  { timeout: 120_000 },
  () => {
    const random = seeded(22);
    const rows = EDITS.map((kind) => ({
      kind,
      passages: 0,
      exist: 0,
      found: 0,
      lost: 0,
      gone: 0,
      kept: 0,
      elsewhere: 0,
    }));
    for (let n = 0; n < 500; n++) {
      const row = rows[n % rows.length]!;
      const before = samples[n % samples.length]!;
      const after = edit(before, row.kind, random);
      const was = texts[n % texts.length]!;
      const now = new VerdictText(asSections(after));
      for (let i = 0; i < 8; i++) {
        const passage = describe(was, somePlace(before, was, random), 1)!;
        const located = locate(passage, was, now);
        const { exists, outcome } = check(
          passage,
          before,
          after,
          located.state === 'lost' ? null : located.place,
        );
        row.passages += 1;
        if (outcome === 'elsewhere') row.elsewhere += 1;
        else if (exists) {
          row.exist += 1;
          row[outcome] += 1;
        } else row[outcome === 'lost' ? 'gone' : 'kept'] += 1;
      }
    }
    console.table(rows);
    const sum = (key: 'exist' | 'found' | 'elsewhere') => rows.reduce((total, row) => total + row[key], 0);
    expect(sum('elsewhere')).toBe(0);
    expect(sum('found') / sum('exist')).toBeGreaterThanOrEqual(0.98);
  },
);

const VERDICT = [
  {
    id: 's',
    blocks: [
      { type: 'paragraph' as const, text: 'The firm\'s "pace"  is theirs. It grew.' },
      { type: 'list' as const, ordered: false, items: ['It grew in the north.', 'It grew in the south.'] },
      {
        type: 'table' as const,
        header: ['Who', 'Gains'],
        rows: [
          ['Firms', 'Yes'],
          ['Staff', 'Yes'],
        ],
      },
    ],
  },
];
const text = new VerdictText(VERDICT);
const passageOf = (place: Omit<Place, 'section'>) => describe(text, { section: 's', ...place }, 1)!;
const withBlocks = (blocks: (typeof VERDICT)[0]['blocks']) => new VerdictText([{ id: 's', blocks }]);

test('offsets count the published text; items and rows are one unit apart', () => {
  expect(passageOf({ block: 1, start: 22, end: 43 })).toMatchObject({
    ...{
      block: 1,
      exact: 'It grew in the south.',
      prefix: 's. It grew.\nIt grew in the north.\n'.slice(-32),
    },
    ...{ suffix: '\nWho\tGains\nFirms\tYes\nStaff\tYes' },
  });
  expect(piecesOf(VERDICT[0]!.blocks[2]!).map(({ at }) => at)).toEqual([0, 4, 10, 16, 20, 26]);
});

test('a passage across blocks is measured from its first block, without white space at its ends', () => {
  const passage = passageOf({ block: 0, start: 29, end: 59 });
  expect(passage).toMatchObject({ block: 0, start: 30, end: 59, exact: 'It grew.\nIt grew in the north' });
  expect(describe(text, { section: 's', block: 0, start: 38, end: 46 }, 1)).toMatchObject({
    block: 1,
    start: 0,
    end: 7,
  });
  expect(text.placeOf(text.spanOf(passage)!)).toEqual({ section: 's', block: 0, start: 30, end: 59 });
});

test('a cut never divides a surrogate pair', () => {
  const long = [{ id: 's', blocks: [{ type: 'paragraph' as const, text: `x${'🙂'.repeat(1500)}` }] }];
  expect(describeBlock(long, { section: 's', block: 0 }, 1)!.exact.length).toBe(1999);
  const inside = describe(long, { section: 's', block: 0, start: 101, end: 103 }, 1)!;
  for (const part of [inside.prefix, inside.exact, inside.suffix]) expect(part.isWellFormed()).toBe(true);
});

test('the same text at its place is exact, elsewhere or with typos fixed it has moved', () => {
  const passage = passageOf({ block: 0, start: 12, end: 29 });
  expect(locate(passage, text, text)).toEqual({
    state: 'exact',
    place: { section: 's', block: 0, start: 12, end: 29 },
  });
  const [first, list, table] = VERDICT[0]!.blocks;
  expect(locate(passage, text, withBlocks([list!, first!, table!]))).toMatchObject({
    state: 'moved',
    place: { block: 1 },
  });
});

test('of several places with the same text and context none is taken, unless their block hasn’t changed', () => {
  const yes = passageOf({ block: 2, start: 26, end: 29 });
  const [first, list, table] = VERDICT[0]!.blocks;
  const other = {
    type: 'table' as const,
    header: ['Who', 'Gains'],
    rows: [
      ['Staff', 'Yes'],
      ['Firms', 'Yes'],
    ],
  };
  expect(locate(yes, text, withBlocks([table!, list!, first!]))).toEqual({
    state: 'moved',
    place: { section: 's', block: 0, start: 26, end: 29 },
  });
  expect(
    locate(
      passageOf({ block: 2, start: 16, end: 19 }),
      text,
      withBlocks([{ ...other, rows: [['Yes', 'Yes']] }]),
    ),
  ).toEqual({
    state: 'lost',
  });
});

test('a text that was elsewhere before isn’t taken for the passage that is gone', () => {
  const north = passageOf({ block: 1, start: 0, end: 21 });
  const list = { type: 'list' as const, ordered: false, items: ['It grew in the south.'] };
  const [first, , table] = VERDICT[0]!.blocks;
  expect(locate(north, text, withBlocks([first!, list, table!]))).toEqual({ state: 'lost' });
});

test('a changed row of a table with many alike is lost, soon', () => {
  const rows = Array.from({ length: 1500 }, (_, i) => [`Firm number ${i}`, 'gains in the north']);
  const many = new VerdictText([{ id: 's', blocks: [{ type: 'table', header: null, rows }] }]);
  const passage = { ...passageOf({ block: 0, start: 0, end: 8 }), prefix: '', suffix: '' };
  for (const exact of [
    'numbxr gains in the north',
    'Firm numbxr gaens in the north',
    'Firm numbxr\tgains'.repeat(20),
  ])
    for (const prefix of ['', 'in the north Firm '])
      expect(locate({ ...passage, exact, prefix }, many, many)).toEqual({ state: 'lost' });
});

test('in a verdict that is too long to be searched, only unchanged passages are found', () => {
  const long = withBlocks([
    VERDICT[0]!.blocks[0]!,
    ...Array.from({ length: 4 }, (_, i) => ({
      type: 'paragraph' as const,
      text: `${i} ${'So it goes. '.repeat(2500)}`,
    })),
  ]);
  const passage = passageOf({ block: 0, start: 0, end: 38 });
  expect(locate(passage, text, long).state).toBe('exact');
  expect(locate({ ...passage, exact: passage.exact.replace('firm', 'farm') }, text, long)).toEqual({
    state: 'lost',
  });
});

const PARAGRAPH = [
  {
    type: 'paragraph' as const,
    text: 'It is said here. They say that it increases wages by a lot in the long run. So it goes.',
  },
];
const sentence = (words: string) =>
  new VerdictText([
    { id: 's', blocks: [{ type: 'paragraph', text: `It is said here. ${words} So it goes.` }] },
  ]);
const rewritten = (before: string, after: string) => {
  const was = sentence(before);
  const passage = describe(was, { section: 's', block: 0, start: 17, end: 17 + before.length }, 1)!;
  const now = sentence(after);
  const found = locate(passage, was, now);
  return found.state === 'lost' ? 'lost' : now.exactAt(found.place);
};

test('a passage in which a number or much has changed is lost', () => {
  const growth = 'Firms that use it grow by 12 % in a year, and others do not.';
  for (const change of ['13 %', '112 %', '12.5 %', '1 %'])
    expect(rewritten(growth, growth.replace('12 %', change))).toBe('lost');
  expect(rewritten('The share that they lose is about 12', 'The share that thay lose is about 120')).toBe(
    'lost',
  );
  expect(rewritten(growth, growth.replace('that use it grow', 'who never use it shrink'))).toBe('lost');
  const typo = growth.replace('others', 'othrs');
  expect(rewritten(growth, typo)).toBe(typo);
});

test('a passage whose words are others now says so', () => {
  const [was, now] = [
    sentence('They say that it increases wages by a lot in the long run.'),
    sentence('They say that it reduces wages by a lot in the long run.'),
  ];
  const place = { section: 's', block: 0, start: 17, end: 75 };
  const quoted = { ...describe(was, place, 1)!, quote: 'x' };
  const before = { version: 1, text: was };
  expect(recheck(quoted, before, { version: 2, text: now })).toMatchObject({
    state: 'moved',
    reworded: true,
  });
  const moved = new VerdictText([{ id: 's', blocks: [{ type: 'heading', text: 'New' }, ...PARAGRAPH] }]);
  expect(recheck(quoted, before, { version: 2, text: moved })).toEqual({
    ...{ ...quoted, state: 'moved', checked: 2 },
    at: { ...place, block: 1 },
  });
});

test('a passage never begins or ends between the halves of a character', () => {
  const astral = ['🙂', '🙃', '🜁', '𝄞', '𝔘', 'x', ''];
  const middle = ' is what the firms and their staff agree on ';
  let found = 0;
  for (const first of astral)
    for (const last of astral)
      for (const [a, b] of [
        ['🙂', '🙃'],
        ['🙂', '🜁'],
        ['🙃🙃', '🙃🙂'],
      ] as const) {
        const now = rewritten(`${a}${first}${middle}${last}${a}`, `${b}${last}${middle}${first}${b}`);
        if (now !== 'lost') found += 1;
        expect(now?.isWellFormed()).toBe(true);
      }
  expect(found).toBeGreaterThan(30);
});
