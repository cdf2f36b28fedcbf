import { describe, expect, test } from 'vitest';
import { corpus } from '../../../../tests/support/verdict-corpus.ts';
import { minus, unmarked, countWords, verdictWords } from '../../../../tests/support/verdict-words.ts';
import type { CorrectionKind, LineRole, ParsedLine } from './parsed-page.ts';
import { parsePage } from './parse-page.ts';

/** What a correction calls a line of this role. Only the first line of an opening or a classification is its own. */
const SAME: Partial<Record<LineRole, CorrectionKind>> = {
  furniture: 'furniture',
  source: 'source',
  title: 'title',
  heading: 'heading',
};

/** In a wrapped paragraph, a correction is about one line of several; a `STEP 5` without text announces the next section. */
const OTHERS = ['hard-wrapped.txt', 'step-headings.txt'];
const pages = corpus
  .filter(({ name }) => !OTHERS.includes(name))
  .map((page) => [page.name, page.text] as const);

describe.each(pages)('%s', (_, text) => {
  const { lines, verdict } = parsePage(text, []);

  test('a correction that says what a line is already changes nothing', () => {
    const sameAgain = lines.flatMap(({ number, role, text: line }) =>
      SAME[role] && !isAddress(line) ? [{ line: number, as: SAME[role] }] : [],
    );
    for (const correction of sameAgain)
      expect({ correction, verdict: parsePage(text, [correction]).verdict }).toEqual({ correction, verdict });
    expect(parsePage(text, sameAgain).verdict).toEqual(verdict);
  });

  test('a paragraph corrected as boilerplate is no longer in the verdict, and nothing else changes', () => {
    // A title may repeat a claim, or be read from it.
    const others = paragraphs(lines).filter((line) => !line.text.includes(verdict!.title));
    for (const line of others) {
      const without = parsePage(text, [{ line: line.number, as: 'furniture' }]);
      if (without.verdict === null) continue; // it gave the title
      const gone = countWords(minus(verdictWords(verdict!), verdictWords(without.verdict)).join(' '));
      expect({ line, gone }).toEqual({ line, gone: countWords(unmarked(line.text)) });
      expect(without.lines[line.number - 1]!.role).toBe('furniture');
    }
  });
});

/** The address of the source is read from a line among the boilerplate; removed by a correction, it is gone. */
const isAddress = (line: string) => /https?:/.test(line);
const paragraphs = (lines: ParsedLine[]) => lines.filter(({ role }) => role === 'paragraph');
