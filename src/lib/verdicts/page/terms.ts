import type { Section } from '#lib/verdicts/verdict.ts';

/** Explained below the first section that uses it. */
export interface Term {
  /** That section’s id. */
  section: string;
  name: string;
  /** Continues the name. */
  text: string;
  /** The id of its place in About. */
  about: string;
}

const TERMS = [
  {
    name: 'DT',
    uses: /\bDT\b|\bDiscontinuity Thesis\b/i,
    text: 'is the Discontinuity Thesis, the view that the Oracle argues from: AI develops faster than institutions can adapt, and the demand for human work shrinks with it. The verdicts use it as a premise. They don’t prove it.',
    about: 'dt',
  },
  {
    name: 'Cope',
    uses: /\b(?:heavy|pure|mild|is|as|of|displacement) cope\b|\bcope (?:score|index)\b/i,
    text: 'is the Oracle’s word for what makes a hard change look smaller, later or kinder than it is.',
    about: 'cope',
  },
];

/** The terms that need an explanation in this text, each once. Beside a score, cope is explained with it. */
export function termsOf({ sections, score }: { sections: Section[]; score: unknown }): Term[] {
  const terms = score ? TERMS.filter(({ about }) => about !== 'cope') : TERMS;
  return terms.flatMap(({ uses, ...term }) => {
    const section = sections.find(({ heading, blocks }) => uses.test(heading + JSON.stringify(blocks)));
    return section ? [{ section: section.id, ...term }] : [];
  });
}
