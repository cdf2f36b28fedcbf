import { parseHtmlLines, type HtmlLine } from '#lib/verdicts/parse/html/html-lines.ts';
import { isHtml } from '#lib/verdicts/parse/html/is-html.ts';
import type { Line } from './line.ts';
import { cleanText } from './readable-text.ts';
import { EMPTY_LINE, MAX_CELLS, isSeparator, parseTextLines, stripPermalink } from './text-lines.ts';

export interface PageLines {
  lines: Line[];
  /** The lines as given; for HTML, as extracted. */
  raw: string[];
  /** For HTML, the source line of each line. */
  sourceLines: number[] | null;
}

/** @throws VerdictTextError if the text is too large, empty or binary */
export function splitPage(given: string): PageLines {
  const text = cleanText(given);
  if (!isHtml(text)) {
    const raw = text.replace(/\n$/, '').split('\n');
    return { lines: parseTextLines(raw), raw, sourceLines: null };
  }
  const extracted = parseHtmlLines(text);
  return {
    lines: extracted.map(lineOf),
    raw: extracted.map(({ text, indent }) => ' '.repeat(indent) + text),
    sourceLines: extracted.map(({ sourceLine }) => sourceLine),
  };
}

function lineOf({ text, heading, cells: given, ...rest }: HtmlLine, index: number): Line {
  const cells = given && given.length <= MAX_CELLS ? given : null;
  const { indent, header, link, boilerplate } = rest;
  const plain = cells ? cells.join(' ') : isSeparator(text) ? '' : text;
  return {
    ...EMPTY_LINE,
    ...{ number: index + 1, last: index + 1, indent, cells, header, link, boilerplate },
    text: stripPermalink(plain.replaceAll('**', '').trim(), heading !== null),
    level: heading,
  };
}
