import type { Section } from '#lib/verdicts/verdict.ts';

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

/**
 * The explanations of terms in this text by the section that they are below, as HTML: code for the browser that never
 * changes them would only delay it. Each term is explained once. Beside a score, cope is explained with it.
 */
export function termsOf({
  sections,
  score,
}: {
  sections: Section[];
  score: unknown;
}): Record<string, string> {
  const terms = score ? TERMS.filter(({ about }) => about !== 'cope') : TERMS;
  const html: Record<string, string> = {};
  for (const { name, uses, text, about } of terms) {
    const section = sections.find(({ heading, blocks }) => uses.test(heading + JSON.stringify(blocks)));
    if (!section) continue;
    html[section.id] =
      `${html[section.id] ?? ''}<p class="term"><dfn>${name}</dfn> ${text} <a href="/about#${about}">More in About</a></p>`;
  }
  return html;
}
