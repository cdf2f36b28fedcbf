import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { Block, Scoring, Section, Source } from '../../src/lib/verdicts/verdict.ts';

/** The expected result of parsing a page, written by hand as NAME.json beside it. */
export interface Expected {
  title: string;
  source: Source;
  publishedAt: string | null;
  publishedText: string | null;
  model: string | null;
  opening: string | null;
  shape: 'autopsy' | 'scored-claim' | 'statement-analysis';
  /** Figures that aren't null. */
  figures?: Partial<Scoring>;
  /** Heading, kind, and the types of the blocks in order (null: any). */
  sections: [heading: string, kind: Section['kind'], blocks: string | null][];
  /** Kind, label and detail in order. A text ending in `…` gives the beginning; a detail that is only `…` may be anything. */
  claims: [kind: string, label: string, detail: string | null][];
  /** Texts that must not be in the verdict. */
  absent: string[];
  /** How the verdict's first and last line begin, in a page with boilerplate; not for HTML. */
  body?: [first: string, last: string];
}

export interface CorpusPage {
  name: string;
  notation: 'text' | 'markdown' | 'html';
  text: string;
  expected: Expected;
}

const NOTATIONS: Record<string, CorpusPage['notation']> = {
  '.txt': 'text',
  '.md': 'markdown',
  '.html': 'html',
};

// Every test over the corpus includes each page in the folder that has its expectation beside it.
const folder = resolve(import.meta.dirname, '../../src/lib/verdicts/parse/corpus');

export const corpus: CorpusPage[] = readdirSync(folder)
  .filter((file) => extname(file) in NOTATIONS)
  .map((file) => ({
    name: file,
    notation: NOTATIONS[extname(file)]!,
    text: readFileSync(join(folder, file), 'utf8'),
    expected: JSON.parse(
      readFileSync(join(folder, `${basename(file, extname(file))}.json`), 'utf8'),
    ) as Expected,
  }));

/** Pages that must be refused. */
export const notVerdicts: { name: string; text: string }[] = readdirSync(join(folder, 'not-verdicts')).map(
  (name) => ({ name, text: readFileSync(join(folder, 'not-verdicts', name), 'utf8') }),
);

export const blockTypes = (blocks: Block[]) => blocks.map(({ type }) => type).join(' ');
