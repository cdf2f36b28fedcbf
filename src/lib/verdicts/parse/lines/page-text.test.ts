import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpus } from '../../../../../tests/support/verdict-corpus.ts';
import type { Block, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { renderPageText } from './page-text.ts';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';

test.each(corpus.map((page) => [page.name, page.text]))('%s: parse → text → parse is stable', (_, text) => {
  const verdict = parseVerdict(text);
  expect(parseVerdict(renderPageText(verdict)!)).toEqual(verdict);
});

// Lines that look like something else than text, each of them stored as text.
const line = fc.constantFrom(
  ...[
    'THE VERDICT',
    'The Core Fallacy',
    '- a dash',
    '1. a number',
    '# a hash',
    '> a quote',
    '| a | b |',
    '---',
    'Comments',
    'No comments yet',
    'Share',
    'Classification: Nothing.',
    'Score: 1/2 (x)',
    'TEXT START: "no"',
    'Title: no',
    'https://example.org/a',
    'Assumption 1: no',
    '*stars* and _lines_ and `code` and [a](b) and <b>',
    '\\ a backslash',
    'snake_case & entities &amp; more',
    'A sentence that is long enough to be read as text, with a full stop at its end, and nothing odd in it.',
    '…',
    '“Quoted.”',
    'STEP 1: READ',
  ],
);
/** A dash before more dashes is a rule in every notation, so an item has letters. */
const item = line.filter((text) => /\p{L}/u.test(text));
const block: fc.Arbitrary<Block> = fc.oneof(
  line.map((text): Block => ({ type: 'paragraph', text })),
  fc
    .array(item, { minLength: 2, maxLength: 3 })
    .map((items): Block => ({ type: 'list', ordered: false, items })),
  fc
    .array(fc.tuple(item, item), { minLength: 1, maxLength: 3 })
    .map((rows): Block => ({ type: 'table', header: ['One', 'Two'], rows })),
);

test('lines that look like something else come back as the text they are', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
      const verdict: StructuredVerdict = { ...parseVerdict(PAGE) };
      const isList = (each?: Block) => each?.type === 'list';
      fc.pre(blocks.every((each, i) => !isList(each) || !isList(blocks[i - 1])));
      verdict.sections = [{ ...verdict.sections[0]!, blocks }, ...verdict.sections.slice(1)];
      expect(renderPageText(verdict)).not.toBeNull();
    }),
    { numRuns: 100 },
  );
});

const PAGE =
  'arXiv cs.CY · 2 Jun 2026 · m/m-1\n\nA title\n\nTHE DISSECTION\n\nText.\n\nTHE CORE FALLACY\n\nText.';
