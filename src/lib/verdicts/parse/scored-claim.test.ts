import { expect, test } from 'vitest';
import { parseVerdict } from './parse-verdict.ts';

const scored = (figures: string, end = '') =>
  parseVerdict(`CopeCheck
Harbour Gazette · 24 Jun 2026 ·minimax-quality

Robots will tidy the docks by spring

Oracle Summary

The report lands at 15/100 (lucid) for lucid. It names a number.

Attributed Claim

Robots will tidy the docks by spring

${figures}

Rationale

It names a cost. It denies nothing.

Evidence Used

  • Two pilot docks
  • A contract with a price in it

Source Excerpt

Robots Will Tidy

The harbour said so. Score: 3/10 was its own grade.
${end}
No comments yet. Be the first to weigh in.`);

const FIGURES = 'Score: 15/100 (lucid)\nMode: lucid\nAttribution: institutional_report\nConfidence: 78%';

test('a scored claim gives its figures, and score with band and mode as classifications', () => {
  const verdict = scored(FIGURES);
  expect(verdict).toMatchObject({
    shape: 'scored-claim',
    score: { value: 15, max: 100, band: 'lucid' },
    mode: 'lucid',
    attribution: 'institutional_report',
    confidence: 78,
    model: 'minimax-quality',
    source: { name: 'Harbour Gazette', feed: 'Harbour Gazette' },
  });
  expect(verdict.claims.map(({ kind, origin, label }) => [kind, origin, label])).toEqual([
    ['classification', 'score', '15/100 (lucid)'],
    ['classification', 'mode', 'lucid'],
  ]);
});

test('a scored claim keeps its sections in order, and the source’s own headings stay in the excerpt', () => {
  const { sections } = scored(FIGURES);
  expect(sections.map(({ kind }) => kind)).toEqual(['summary', 'claim', 'rationale', 'evidence', 'excerpt']);
  expect(sections[1]!.blocks).toEqual([{ type: 'paragraph', text: 'Robots will tidy the docks by spring' }]);
  expect(sections[3]!.blocks).toEqual([
    { type: 'list', ordered: false, items: ['Two pilot docks', 'A contract with a price in it'] },
  ]);
  expect(JSON.stringify(sections[4])).toContain('Score: 3/10 was its own grade.');
});

test('the link line is the source’s address', () => {
  for (const link of ['https://gazette.example/docks', 'Source: https://gazette.example/docks']) {
    const verdict = scored(FIGURES, `\n${link}\n`);
    expect(verdict.source.url).toBe('https://gazette.example/docks');
    expect(JSON.stringify(verdict.sections)).not.toContain('gazette.example');
  }
});

test.each(['Score: high', 'Score: 120/100 (lucid)', 'Confidence: 140%', 'Confidence: fairly sure'])(
  'a figure that can’t be understood is null and stays as text: %s',
  (line) => {
    const verdict = scored(line);
    expect(verdict).toMatchObject({ score: null, confidence: null });
    expect(JSON.stringify(verdict.sections)).toContain(line);
  },
);

test('in an autopsy, a line that looks like a figure is text', () => {
  const verdict = parseVerdict('A title\n\nTHE DISSECTION\n\nScore: 15/100 (lucid)\nMode: lucid');
  expect(verdict).toMatchObject({ shape: 'autopsy', score: null, mode: null });
  expect(verdict.sections[0]!.blocks).toHaveLength(2);
});
