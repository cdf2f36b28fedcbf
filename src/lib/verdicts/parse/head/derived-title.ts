import type { SectionKind } from '#lib/verdicts/verdict.ts';
import { unquoted } from './labels.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';
import { sentencesOf } from '#lib/verdicts/parse/lines/sentences.ts';
import type { SectionLines } from '#lib/verdicts/parse/shape.ts';

/** A title from the first sentence of the first section of that kind, for pages that have none of their own. */
export function titleFrom(sections: SectionLines[], kind: SectionKind): string | null {
  const line = sections.find((section) => section.kind === kind)?.lines.find(({ text }) => text !== '');
  return line ? titleOf(line.text) : null;
}

/** The first sentence of a text as a title. */
export function titleOf(text: string): string | null {
  const [sentence] = sentencesOf(unquoted(text));
  return sentence ? shortened(sentence) : null;
}

/** At most as long as a title may be, cut between words. */
export function shortened(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  const cut = text.slice(0, MAX_TITLE);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE / 2)).trimEnd()}…`;
}
