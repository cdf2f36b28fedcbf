import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  notationNames,
  writePage,
  type Draft,
  type NotationName,
} from '../../../../tests/support/write-page.ts';
import type { Block } from '../verdict.ts';
import { renderPageText } from './lines/page-text.ts';
import { parseVerdict } from './parse-verdict.ts';

// Verdicts composed of parts, written in each notation. What was written must be what is read.

const word = fc.constantFrom(
  ...'wage labour paper claim review cost model school harbour Recht работа 自动化 仕事 1.5 2026 40 U.S. e.g. AI half-life “quoted” (aside) pay—or not'.split(
    ' ',
  ),
);
const sentence = fc
  .tuple(
    fc.constantFrom('It', 'The', 'No', 'Это', 'Under'),
    fc.array(word, { minLength: 3, maxLength: 12 }),
    fc.constantFrom('.', '?', '!'),
  )
  .map(([first, rest, end]) => `${first} ${rest.join(' ')} so${end}`);
const sentences = fc.array(sentence, { minLength: 2, maxLength: 4 }).map((all) => all.join(' '));
const label = fc
  .tuple(
    fc.constantFrom('Firms', 'Wages', 'Readers', 'Машины'),
    fc.array(word, { minLength: 2, maxLength: 6 }),
  )
  .map(([first, rest]) => `${first} ${rest.join(' ')} end`);

type Plain = Exclude<Block, { type: 'assumption' }>;
const paragraph = sentences.map((text): Plain => ({ type: 'paragraph', text }));
const list = fc
  .tuple(fc.boolean(), fc.array(sentence, { minLength: 2, maxLength: 4 }))
  .map(([ordered, items]): Plain => ({ type: 'list', ordered, items }));
const subHeading = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('The Threshold Is Crossed', 'Who Pays'))
  .map(([n, text]): Plain => ({ type: 'heading', text: `${n}. ${text}` }));
const table = fc
  .array(fc.tuple(sentence, sentence), { minLength: 2, maxLength: 4 })
  .map((rows): Plain => ({ type: 'table', header: null, rows }));
/** What follows a list, a table or a sub-heading is a paragraph, so that they don't run into one another. */
const blocks = fc
  .array(fc.tuple(fc.option(fc.oneof(list, subHeading, table), { nil: null }), paragraph), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.flatMap(([special, text]) => (special === null ? [text] : [special, text])));

const assumptions = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(label, fc.option(sentences, { nil: null })), { minLength: 2, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([intro, all, remark]): Block[] => [
    ...(intro ? [{ type: 'paragraph' as const, text: 'The paper needs all of these:' }] : []),
    ...all.map(([text, detail], i) => ({
      type: 'assumption' as const,
      number: i + 1,
      label: `${text}.`,
      detail,
    })),
    ...(remark
      ? [{ type: 'paragraph' as const, text: 'None of them is argued. All of them are used.' }]
      : []),
  ]);

const NAMES = ['THE DISSECTION', 'THE CORE FALLACY', 'HIDDEN ASSUMPTIONS', 'SOCIAL FUNCTION', 'THE VERDICT'];
const titled = (name: string) =>
  name.toLowerCase().replace(/(^| )\p{Ll}/gu, (letter) => letter.toUpperCase());

const draft = fc
  .record({
    upper: fc.boolean(),
    feed: fc.constantFrom('arXiv cs.CY', 'Hacker News Front Page', 'NBER', 'The Verge AI'),
    publishedText: fc.constantFrom('2 Jun 2026', 'Mar 2026', '2026-05-21'),
    model: fc.constantFrom(null, 'minimax/minimax-m2.7'),
    url: fc.constantFrom(null, 'https://arxiv.org/abs/2303.10130', 'https://example.org/a?b=1&c=2#d'),
    // It is written between quotation marks, so marks within it are the inner ones.
    opening: fc.option(
      sentence.map((text) => text.replaceAll('“quoted”', '‘quoted’')),
      { nil: null },
    ),
    names: fc.subarray(NAMES, { minLength: 2 }),
    blocks: fc.array(blocks, { minLength: 5, maxLength: 5 }),
    assumptions,
    stamp: fc.uniqueArray(label, { maxLength: 3 }),
    sentences: fc.boolean(),
  })
  .map((parts): Draft => ({
    shape: 'autopsy',
    title: 'A Paper about Work and Pay',
    source: { name: null, feed: parts.feed, url: parts.url },
    publishedText: parts.publishedText,
    model: parts.model,
    opening: parts.opening,
    sample: false,
    score: null,
    mode: null,
    attribution: null,
    confidence: null,
    speaker: null,
    sections: parts.names.map((name, i) => ({
      heading: parts.upper ? name : titled(name),
      banners: [],
      blocks: name === 'HIDDEN ASSUMPTIONS' ? parts.assumptions : parts.blocks[i]!,
    })),
    stamp: parts.stamp.map((text) => (parts.sentences ? `${text}.` : text)),
  }));

/** Pipes without a line of dashes have no header; a table's first row can be one all the same. */
const headless = (block: Block): Block =>
  block.type === 'table' && block.header !== null
    ? { type: 'table', header: null, rows: [block.header, ...block.rows] }
    : block;

function readBack(written: Draft, notation: NotationName) {
  const verdict = parseVerdict(writePage(written, notation));
  return {
    title: verdict.title,
    feed: verdict.source.feed,
    url: verdict.source.url,
    publishedText: verdict.publishedText,
    model: verdict.model,
    opening: verdict.opening,
    sections: verdict.sections.map(({ heading, blocks: all }) => ({ heading, blocks: all.map(headless) })),
    stamp: verdict.claims.filter(({ origin }) => origin === 'classification-line').map((each) => each.label),
    assumed: verdict.claims
      .filter(({ kind }) => kind === 'assumption')
      .map((each) => [each.label, each.detail]),
  };
}

test.each(notationNames)('what is written as %s is what is read', (notation) => {
  fc.assert(
    fc.property(draft, (written) => {
      const { title, source, publishedText, model, opening, stamp } = written;
      expect(readBack(written, notation)).toEqual({
        title,
        feed: source.feed,
        url: source.url,
        publishedText,
        model,
        opening,
        sections: written.sections.map(({ heading, blocks: all }) => ({ heading, blocks: all })),
        stamp,
        assumed: written.sections
          .flatMap(({ blocks: all }) => all)
          .flatMap((block) => (block.type === 'assumption' ? [[block.label, block.detail]] : [])),
      });
    }),
    { numRuns: 40 },
  );
});

test.each(notationNames)('read from %s, its page text is read as the same verdict', (notation) => {
  fc.assert(
    fc.property(draft, (written) => {
      const verdict = parseVerdict(writePage(written, notation));
      const text = renderPageText(verdict)!;
      expect(parseVerdict(text)).toEqual(verdict);
      expect(renderPageText(parseVerdict(text))).toBe(text);
    }),
    { numRuns: 15 },
  );
});
