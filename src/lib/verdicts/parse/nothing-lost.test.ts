import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVerdict } from './parse-verdict.ts';
import type { Block, StructuredVerdict } from '../verdict.ts';
import { verdictText } from '#lib/verdicts/publish/verdict-text.ts';

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const unnumbered = (text: string) => text.replace(/^\s*(?:\d{1,3}|[A-H]|[IVX]+)[.)]\s/gm, '');

// --- every page at hand -------------------------------------------------------------------------------------------

const here = import.meta.dirname;
const folders = [
  join(here, '../samples'),
  join(here, '../fixtures'),
  resolve(here, '../../../../../shared/verdicts'),
];
const pages = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.txt'))
  // The title and the figures of a statement analysis are words of its text too: see notations.test.ts.
  .filter((file) => parseVerdict(readFileSync(file, 'utf8')).shape !== 'statement-analysis');

/** The page as a person would strip it: no site header, nothing from the comments on, no names of labelled lines. */
function bodyOf(page: string): string {
  const end = page.search(/^No comments yet\. Be the first/m);
  return (end < 0 ? page : page.slice(0, end))
    .replace(/^CopeCheck$/m, '')
    .replace(/^Sample verdict$/m, '')
    .replace(
      /^(?:URL SCAN|TEXT START|FIRST LINE|First Line|Title|Classification|Score|Mode|Attribution|Confidence|Source):/gm,
      '',
    );
}

function allWords(verdict: StructuredVerdict): string[] {
  const { feed, url } = verdict.source;
  const head = [feed, verdict.publishedText, verdict.model, url].filter((text) => text !== null);
  return words([...head, unnumbered(verdictText(verdict))].join('\n'));
}

test.each(pages.map((page) => [page.split('/').slice(-2).join('/'), page]))(
  'every word of %s comes back, once',
  (_, file) => {
    const page = readFileSync(file, 'utf8');
    expect(allWords(parseVerdict(page)).sort()).toEqual(words(unnumbered(bodyOf(page))).sort());
  },
);

// --- pages composed of parts --------------------------------------------------------------------------------------

const word = fc.constantFrom(
  ...'wage labour paper claim notice review cost model school harbour Recht работа труд 自动化 仕事 δουλειά 10 3.5 U.S. e.g. AI "quoted" (aside) newsletter feedback comments Subscribe'.split(
    ' ',
  ),
);
const sentence = fc
  .tuple(
    fc.constantFrom('It', 'The', 'No', 'Это', 'Under'),
    fc.array(word, { minLength: 2, maxLength: 14 }),
    fc.constantFrom('.', '?', '!', '."'),
  )
  .map(([first, rest, end]) => `${first} ${rest.join(' ')} so${end}`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));

/** A piece of a page: its lines, and the words expected of them in order. */
interface Piece {
  lines: string;
  said: string;
}
const plain = (text: string): Piece => ({ lines: text, said: text });

const list = fc
  .tuple(
    fc.constantFrom('- ', '  • ', '* ', '  N. ', 'N. '),
    fc.array(sentence, { minLength: 1, maxLength: 4 }),
  )
  .map(([mark, items]): Piece => ({
    lines: items.map((item, i) => mark.replace('N', String(i + 1)) + item).join('\n'),
    said: items.join('\n'),
  }));
const introduced = fc.tuple(sentence, list).map(([intro, { lines, said }]): Piece => ({
  lines: `${intro.slice(0, -1)}:\n${lines}`,
  said: `${intro}\n${said}`,
}));
const subHeading = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom('The Threshold Is Crossed', 'Who Pays', 'Первый порог'),
    paragraph,
  )
  .map(([n, heading, text]) => ({ lines: `${n}. ${heading}\n${text}`, said: `${heading}\n${text}` }));
const assumptions = fc.array(paragraph, { minLength: 1, maxLength: 6 }).map((items): Piece => ({
  lines: items.map((item, i) => `  ${i + 1}. ${item}`).join('\n\n'),
  said: items.join('\n'),
}));
const block = fc.oneof(paragraph.map(plain), list, introduced, subHeading);

const NAMES = [
  'THE DISSECTION',
  'THE CORE FALLACY',
  'HIDDEN ASSUMPTIONS',
  'SOCIAL FUNCTION',
  'WHAT SURVIVES',
  'THE VERDICT',
];
const titled = (name: string) =>
  name.toLowerCase().replace(/(^| )\p{Ll}/gu, (letter) => letter.toUpperCase());
const style = fc.record({
  upper: fc.boolean(),
  number: fc.constantFrom('', 'N. ', 'A. '),
  suffix: fc.constantFrom('', ' (Relative to DT)', ' (DT Lens)'),
  gap: fc.constantFrom('\n', '\n\n'),
  step: fc.boolean(),
});

const section = fc.record({
  name: fc.constantFrom(...NAMES),
  blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
  assumed: assumptions,
});

/** A page needs a source line with a model, or two sections that only the Oracle names so: see `isOurs`. */
const page = fc
  .record({
    header: fc.boolean(),
    source: fc.constantFrom(
      '',
      'arXiv cs.CY · 2 Jun 2026 ·m/m-1',
      'Hacker News Front Page·14 May 2026·  m-quality',
      'MIT Technology Review · May 2026',
    ),
    opening: fc.option(sentence, { nil: null }),
    banner: fc.constantFrom('', 'TEXT ANALYSIS PROTOCOL', 'ORACLE DISSECTION: A Title'),
    style,
    sections: fc.array(section, { minLength: 1, maxLength: 6 }),
    stamp: fc.option(
      // The parser takes a longer label for prose (MAX_LABEL in claims/classification.ts).
      fc.uniqueArray(
        sentence.filter(({ length }) => length <= 120),
        {
          minLength: 1,
          maxLength: 3,
          selector: (s) => words(s).join(' ').toLowerCase(),
        },
      ),
      { nil: null },
    ),
    furniture: fc.boolean(),
  })
  .filter(isOurs);
type Page = typeof page extends fc.Arbitrary<infer P> ? P : never;

function isOurs({
  source,
  style,
  sections,
}: {
  source: string;
  style: { upper: boolean };
  sections: { name: string }[];
}): boolean {
  const own = new Set(sections.map(({ name }) => name).filter((name) => !SHARED.includes(name)));
  const hasModel = /m-1$|m-quality$/.test(source);
  // Text below the title without a heading that is known or in capitals is an article's introduction.
  const introduces = !style.upper && sections[0]!.name === 'WHAT SURVIVES';
  return hasModel ? style.upper || own.size > 0 : own.size >= 2 && !introduces;
}

const SHARED = ['WHAT SURVIVES', 'THE VERDICT'];

const FURNITURE =
  '\n\nNo comments yet. Be the first to weigh in.\n\nThe Cope Report\n\nA weekly digest of AI displacement cope, scored by the Oracle.\n\nSubscribe Free\n\nWeekly. No spam. Unsubscribe anytime. Powered by beehiiv.\n\nGot feedback?\n\nSend Feedback\n';

function sectionPiece(
  { name, blocks, assumed }: Page['sections'][number],
  i: number,
  how: Page['style'],
): Piece {
  const number = how.number.replace('N', String(i + 1)).replace('A', 'ABCDEFGH'[i]!);
  const heading = (how.upper ? name : titled(name)) + how.suffix;
  const step = how.step ? `STEP ${i + 1}: NEXT PART` : '';
  const pieces = name === 'HIDDEN ASSUMPTIONS' ? [assumed] : blocks;
  return {
    lines: `${step && `${step}\n`}${number}${heading}${how.gap}${pieces.map(({ lines }) => lines).join('\n\n')}`,
    said: [step, heading, ...pieces.map(({ said }) => said)].join('\n'),
  };
}

function compose(parts: Page): { text: string; said: string } {
  const sections = parts.sections.map((each, i) => sectionPiece(each, i, parts.style));
  const lines = [
    parts.header ? 'CopeCheck' : '',
    parts.source,
    '\nA Paper about Work\n',
    parts.opening === null ? '' : `TEXT START: "${parts.opening.replaceAll('"', '')}"\n`,
    parts.banner && `${parts.banner}\n`,
    sections.map((piece) => piece.lines).join('\n\n\n'),
    parts.stamp ? `\nClassification: ${parts.stamp.join(' ')}` : '',
  ];
  const text = lines.filter((line) => line !== '').join('\n') + (parts.furniture ? FURNITURE : '');
  const said = [
    parts.opening ?? '',
    parts.banner,
    ...sections.map((piece) => piece.said),
    ...(parts.stamp ?? []),
  ];
  return { text, said: said.join('\n') };
}

test('composed pages: every word below the title comes back, once and in order', () => {
  fc.assert(
    fc.property(page, (parts) => {
      const { text, said } = compose(parts);
      const verdict = parseVerdict(text);
      expect(verdict.title).toBe('A Paper about Work');
      const [, ...below] = unnumbered(verdictText(verdict)).split('\n');
      expect(words(below.join('\n'))).toEqual(words(unnumbered(said)));
    }),
    { numRuns: 150 },
  );
});

test('composed pages: each section comes back under its name, in order', () => {
  fc.assert(
    fc.property(page, (parts) => {
      // In title case, a numbered sub-heading and an unknown section look the same; parse-verdict.test.ts has those.
      const { upper, number } = parts.style;
      fc.pre(upper || (number !== 'N. ' && parts.sections.every(({ name }) => name !== 'WHAT SURVIVES')));
      const names = parseVerdict(compose(parts).text).sections.map(({ heading }) =>
        heading.toUpperCase().replace(/ \(.*/, ''),
      );
      expect(names).toEqual(parts.sections.map(({ name }) => name));
    }),
    { numRuns: 100 },
  );
});

test('any text at all is either read or refused, never a crash', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    sentence,
    fc.constantFrom('', ...NAMES, 'Score: 1/2 (x)', 'Classification:', '1. ', '- ', '· ·', 'Title:', '"'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      try {
        const { sections } = parseVerdict(lines.join('\n'));
        expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
        expect(
          sections
            .flatMap(({ blocks }): Block[] => blocks)
            .every((each) => each.type !== 'paragraph' || each.text !== ''),
        ).toBe(true);
      } catch (error) {
        expect((error as Error).name).toBe('VerdictTextError');
      }
    }),
    { numRuns: 200 },
  );
});
