import type { SectionKind } from '#lib/verdicts/verdict.ts';
import { stripQuotes } from './labels.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';

/** For pages without a title of their own. */
export function titleFromSection(sections: SectionLines[], kind: SectionKind): string | null {
  const line = sections.find((section) => section.kind === kind)?.lines.find(({ text }) => text !== '');
  return line ? titleFromText(line.text) : null;
}

/** The first sentence. */
export function titleFromText(text: string): string | null {
  const [sentence] = splitSentences(stripQuotes(text));
  return sentence ? truncateTitle(sentence) : null;
}

/** Cuts between words. */
export function truncateTitle(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  const cut = text.slice(0, MAX_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).trimEnd()}…`;
}
