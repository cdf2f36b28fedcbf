import type { SectionKind } from '#lib/verdicts/verdict.ts';
import { stripQuotes } from './labels.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';

/** A title from the first sentence of the first section of that kind, for pages that have none of their own. */
export function titleFromSection(sections: SectionLines[], kind: SectionKind): string | null {
  const line = sections.find((section) => section.kind === kind)?.lines.find(({ text }) => text !== '');
  return line ? titleFromText(line.text) : null;
}

/** The first sentence of a text as a title. */
export function titleFromText(text: string): string | null {
  const [sentence] = splitSentences(stripQuotes(text));
  return sentence ? truncateTitle(sentence) : null;
}

/** At most as long as a title may be, cut between words. */
export function truncateTitle(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  const cut = text.slice(0, MAX_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).trimEnd()}…`;
}
