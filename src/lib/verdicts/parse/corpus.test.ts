import { describe, expect, test } from 'vitest';
import type { Source, StructuredVerdict } from '../verdict.ts';
import {
  blockTypes,
  corpus,
  notVerdicts,
  type CorpusPage,
  type Expected,
} from '../../../../tests/support/verdict-corpus.ts';
import { parseVerdict } from './parse-verdict.ts';
import { parsePage } from './parse-page.ts';
import { VerdictTextError } from './verdict-text-error.ts';

const NO_FIGURES = { score: null, mode: null, attribution: null, confidence: null, speaker: null };

type Head = Pick<
  Expected,
  'title' | 'source' | 'publishedAt' | 'publishedText' | 'model' | 'opening' | 'shape'
>;

/** An emoji before a heading and a colon after it are how a page writes it, not what it says. */
const bare = (heading: string) => heading.replace(/^[^\p{L}\p{N}"“(]+/u, '').replace(/:$/, '');

/** `Counter:` says what the text after it is; a detail is right with and without it. */
const withoutLabel = (detail: string) => detail.replace(/^(?:counter|reality)\s*:\s*/i, '');

/** A band is written `heavy cope` in a sentence and `Heavy Cope` on a separate line. */
const folded = (text: string | null | undefined) => text?.toLowerCase() ?? null;

/** A feed's name may or may not end in what distinguishes it from the publisher's other feeds (`The Verge AI`). */
const sourceOf = ({ name, feed, url }: Source) => ({
  name: feed !== null && name !== null && !feed.startsWith('arXiv') && feed.startsWith(name) ? feed : name,
  feed,
  url,
});

const headOf = ({ title, source, publishedAt, publishedText, model, opening, shape }: Head) => ({
  title,
  source: sourceOf(source),
  publishedAt,
  publishedText,
  model,
  opening,
  shape,
});

/** Text as expected, where the expectation gives only its beginning. */
function like(actual: string | null, expected: string | null | undefined) {
  const start = expected?.endsWith('…') ? expected.slice(0, -1) : null;
  return actual !== null && start !== null && actual.startsWith(start) ? expected : actual;
}

function claimsOf(verdict: StructuredVerdict, expected: Expected['claims']) {
  return verdict.claims.map(({ kind, origin, label, detail }, i) => [
    kind,
    origin === 'score' ? folded(label) : like(label, expected[i]?.[1]),
    expected[i]?.[2] === '…' ? '…' : like(detail && withoutLabel(detail), expected[i]?.[2]),
  ]);
}

const expectedClaims = ({ claims }: Expected) =>
  claims.map(([kind, label, detail]) => [kind, /^\d+\/\d+/.test(label) ? folded(label) : label, detail]);

function sectionsOf(verdict: StructuredVerdict, expected: Expected['sections']) {
  // Text above the first section, such as a reason for a missing first line, is not one of the page's sections.
  const named = verdict.sections.filter(({ heading }) => heading !== '');
  return named.map(({ heading, kind, blocks }, i) => [
    bare(heading),
    kind,
    expected[i]?.[2] === null ? null : blockTypes(blocks),
  ]);
}

function figuresOf({ score, mode, attribution, confidence, speaker }: StructuredVerdict) {
  return { score: score && { ...score, band: folded(score.band) }, mode, attribution, confidence, speaker };
}

function expectedFigures({ figures }: Expected) {
  const { score, ...rest } = { ...NO_FIGURES, ...figures };
  return { score: score && { ...score, band: folded(score.band) }, ...rest };
}

describe.each(corpus.map((page) => [page.name, page] as const))('%s', (_, page: CorpusPage) => {
  const { expected } = page;
  const verdict = () => parseVerdict(page.text);

  test('head', () => {
    expect(headOf(verdict())).toEqual(headOf(expected));
  });
  test('figures', () => {
    expect(figuresOf(verdict())).toEqual(expectedFigures(expected));
  });
  test('sections and blocks', () => {
    expect(sectionsOf(verdict(), expected.sections)).toEqual(expected.sections);
  });
  test('claims', () => {
    expect(claimsOf(verdict(), expected.claims)).toEqual(expectedClaims(expected));
  });
  test('nothing of the page around it', () => {
    // An id joins words with dashes, so it may look like boilerplate.
    const said = JSON.stringify(verdict(), (key, value: unknown) => (key === 'id' ? undefined : value));
    for (const text of [...expected.absent, 'beehiiv', 'Be the first', 'Send Feedback'])
      expect(said).not.toContain(JSON.stringify(text).slice(1, -1));
  });
});

test.each(notVerdicts.map(({ name, text }) => [name, text]))(
  '%s is refused, with the reason and the line',
  (_, text) => {
    const refused = refusalOf(text);
    expect(refused).toBeInstanceOf(VerdictTextError);
    const { line, message, expected } = refused as VerdictTextError;
    expect(line).toBeGreaterThanOrEqual(1);
    // Lines of the text that HTML shows, where the page is HTML.
    expect(line).toBeLessThanOrEqual(Math.max(1, parsePage(text, []).lines.length));
    expect(expected).not.toBe('');
    expect(message).toContain(`Line ${line}: expected ${expected}`);
  },
);

function refusalOf(text: string): unknown {
  try {
    return { read: parseVerdict(text) };
  } catch (error) {
    return error;
  }
}

test.each([
  ['31 Feb 2026', 'arXiv cs.CY · 31 Feb 2026 · m/m-1\n\nA title', 1],
  ['2026-13-01', 'arXiv cs.CY · 2026-13-01 · m/m-1\n\nA title', 1],
  ['06/02/2026', 'CopeCheck\nThe Verge AI · 06/02/2026\n\nA title', 2],
  ['31 Feb 2026', 'CopeCheck\n\narXiv cs.CY\n31 Feb 2026\nm/m-1\n\nA title', 4],
])('the bad date %s is an error that names its line', (date, head, line) => {
  const refused = refusalOf(`${head}\n\nTHE DISSECTION\n\nText.\n`) as VerdictTextError;
  expect(refused).toBeInstanceOf(VerdictTextError);
  expect(refused.line).toBe(line);
  expect(refused.message).toContain(date);
});
