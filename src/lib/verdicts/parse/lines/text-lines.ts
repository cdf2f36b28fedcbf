import { stripMarkup } from './inline-markup.ts';
import type { Line } from './line.ts';

const TAB = '    ';
const QUOTE = /^(?:>\s?)+/;
const HEADING = /^(#{1,6})\s+(.+?)(?:\s+#+)?$/;
// `---`, `***`, `===`, or box-drawing characters.
const RULE = /^(?:([-*_=])(?:\s*\1)+|[─━═—–⸻\s]{3,}|⸻)$/;
const FENCE = /^(?:`{3,}|~{3,})[\w-]*$/;
const ROW = /^\|.*\|$/;
const DELIMITERS = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$|^\|\s*:?-+:?\s*\|$/;
const PIPE = /(?<!\\)\|/;
const SPACES = / {2,}/g;

/** Lines of plain text or Markdown: the text without marks, and the marks as properties. */
export function parseTextLines(raw: string[]): Line[] {
  const lines = raw.map(lineOf);
  markQuotedCode(lines, raw);
  markPipeTables(lines, raw);
  markBareTables(lines, raw);
  return lines;
}

/** A rule, a code fence, or the line below a table's header. */
export function isSeparator(raw: string): boolean {
  const text = raw.trim().replace(QUOTE, '').trim();
  return RULE.test(text) || FENCE.test(text) || DELIMITERS.test(text);
}

function lineOf(raw: string, index: number): Line {
  const wide = raw.replace(/\t/g, TAB);
  // Collapse spaces first: the patterns below are linear only without runs of them.
  const content = wide.trim().replace(SPACES, ' ').replace(QUOTE, '').trim();
  const line: Line = { ...EMPTY_LINE, number: index + 1, last: index + 1 };
  if (content === '' || isSeparator(raw)) return line;
  const [, marks, inner] = HEADING.exec(content) ?? [];
  const isText = content.startsWith('\\') && content.length > 1;
  const { text, link } = isText ? unescapeLine(content) : stripMarkup(inner ?? content);
  return {
    ...line,
    text: stripPermalink(text.replace(SPACES, ' ').trim(), marks !== undefined),
    indent: wide.search(/\S/),
    level: marks?.length ?? null,
    link,
    markedAs: isText ? 'text' : null,
  };
}

export const EMPTY_LINE: Omit<Line, 'number' | 'last'> = {
  text: '',
  indent: 0,
  level: null,
  cells: null,
  header: false,
  link: null,
  boilerplate: null,
  markedAs: null,
};

/** A heading's link to itself (`¶`, `#`). */
export function stripPermalink(text: string, isHeading: boolean): string {
  const marks = isHeading ? '¶#§' : '¶';
  let end = text.length;
  while (end > 0 && marks.includes(text[end - 1]!)) end--;
  return text.slice(0, end).trimEnd();
}

/** Text inside fences is quoted and not interpreted, unless the whole page is fenced. */
function markQuotedCode(lines: Line[], raw: string[]): void {
  const first = raw.findIndex((each) => each.trim() !== '');
  const isWhole = FENCE.test(raw[first]?.trim() ?? '');
  let inside = false;
  raw.forEach((each, i) => {
    if (!isWhole && FENCE.test(each.trim())) inside = !inside;
    else if (inside) Object.assign(lines[i]!, { markedAs: 'text', level: null });
  });
}

/** A leading backslash makes the line text, even if it looks like a heading or a list item. */
function unescapeLine(content: string): { text: string; link: string | null } {
  const [first = ''] = content.slice(1);
  const { text, link } = stripMarkup(content.slice(1 + first.length));
  return { text: first + text, link };
}

/** Rows are padded to the widest one, so the limit also bounds the size of a table. */
export const MAX_CELLS = 20;

function setCells(line: Line, cells: string[], header: boolean): void {
  if (cells.length > MAX_CELLS) return;
  Object.assign(line, { cells, header, text: cells.join(' ').trim() });
}

/** Rows between pipes; the row above a line of dashes is the header. Outer pipes are optional. */
function markPipeTables(lines: Line[], raw: string[]): void {
  raw.forEach((each, i) => {
    const text = each.trim();
    if (DELIMITERS.test(text)) {
      lines[i]!.cells = [];
      if (i > 0 && PIPE.test(raw[i - 1]!)) setCells(lines[i - 1]!, pipeCells(raw[i - 1]!), true);
    } else if (ROW.test(text) || (i > 0 && continuesTable(lines[i - 1]!, raw[i - 1]!) && PIPE.test(text)))
      setCells(lines[i]!, pipeCells(text), false);
  });
}

function continuesTable(above: Line, raw: string): boolean {
  return above.cells !== null || (raw.includes('|') && DELIMITERS.test(raw.trim()));
}

function pipeCells(row: string): string[] {
  return row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(PIPE)
    .map((cell) => stripMarkup(cell.trim().replaceAll('\\|', '|')).text);
}

// Columns aligned with spaces.
const COLUMNS = / {3,}/;
const MAX_BARE_CELLS = 8;
const ITEM = /^(?:[•‣◦▪●∙*+–-]|\d{1,3}[.)])\s/;

/**
 * Tables without outer marks: cells separated by tabs, as browsers copy them, or by ` | `. Two consecutive lines with
 * the same number of cells are a table.
 */
function markBareTables(lines: Line[], raw: string[]): void {
  const cells = raw.map((each, i) => (lines[i]!.cells ? null : bareCells(each.trim())));
  cells.forEach((row, i) => {
    if (!row) return;
    const above = cells[i - 1]?.length === row.length;
    const below = cells[i + 1]?.length === row.length;
    const texts = row.map((cell) => stripMarkup(cell.trim()).text);
    if (above || below) setCells(lines[i]!, texts, !above && isHeaderRow(texts));
  });
}

function bareCells(row: string): string[] | null {
  const cells = row.includes('\t')
    ? row.split('\t')
    : ITEM.test(row)
      ? []
      : row.split(row.includes(' | ') ? ' | ' : COLUMNS);
  const isRow = cells.length >= 2 && cells.length <= MAX_BARE_CELLS;
  return isRow && cells.some((cell) => cell.trim() !== '') ? cells : null;
}

const MAX_HEADER_CELL = 40;

/** Copied tables don't mark their header: a first row of short cells without sentences is one. */
function isHeaderRow(cells: string[]): boolean {
  return cells.every((cell) => cell.length <= MAX_HEADER_CELL && !/[.!?]$/.test(cell));
}
