import { Parser } from 'htmlparser2';
import {
  contextInside,
  OUTERMOST,
  spanOf,
  type Attributes,
  type Context,
  type Item,
  type Row,
} from './html-context.ts';
import { BLOCKS, UNCERTAIN_REASONS, LISTS, MARGINS } from './html-elements.ts';
import { MAX_HTML, MAX_TEXT } from '#lib/verdicts/parse/lines/readable-text.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';

/** Browsers stop nesting at 512 too. The parser shifts its whole stack at each tag, so depth costs quadratic time. */
export const MAX_DEPTH = 512;

// A cell with more lines than this is part of a page that is laid out as a table.
const MAX_CELL_LINES = 20;
// Columns that an item's further lines are indented below its first one, so that they belong to it.
const HANGING_INDENT = 2;
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u00ad\u200b\ufeff\ufffd]/g;

export interface HtmlLine {
  /** Text of one block or row, white space collapsed: `- text` or `1. text` for list items, `| a | b |` for rows. */
  text: string;
  /** Columns: 2 for items of a top-level list, 4 more per level, 2 more for an item's further lines; spaces in `pre`. */
  indent: number;
  /** 1 to 6 for `h1` to `h6`, else null; null too where the heading is what a list item begins with. */
  heading: number | null;
  /** Cells of a table row, "" where one is empty, else null. A row of one cell is text. */
  cells: string[] | null;
  /** True for a row of `th` cells only. */
  header: boolean;
  /** The first http(s) address linked from this line, else null. */
  link: string | null;
  /** Why the line is page boilerplate, else null. */
  boilerplate: string | null;
  /** Line of the HTML source, from 1. */
  sourceLine: number;
}

/** The text of a line while it is being read. */
interface Piece {
  text: string;
  link: string | null;
  boilerplate: string | null;
  sourceLine: number;
}

/**
 * The text of a page's source as a browser copies it: a line for each block, an empty one where blocks have a margin.
 * Page furniture is marked, not dropped; scripts, styles and other content that a browser doesn't show are dropped.
 * @throws VerdictTextError where the source or its text is too large, or nested too deeply
 */
export function parseHtmlLines(html: string): HtmlLine[] {
  assertSize(html);
  const lines = collectLines(html, new Set());
  if (hasTitle(lines)) return lines;
  // The title of a page is no boilerplate, so what is around its only one is none either.
  const around = lines.filter(({ heading }) => heading === 1).map(({ boilerplate }) => boilerplate);
  const doubtful = around.filter((reason) => reason !== null && UNCERTAIN_REASONS.has(reason));
  return doubtful.length === 0 ? lines : collectLines(html, new Set(doubtful));
}

/** Whether the headings outside of furniture begin with one that is above all others. */
function hasTitle(lines: HtmlLine[]): boolean {
  const content = lines.filter(({ boilerplate, heading }) => boilerplate === null && heading !== null);
  const [first, ...others] = content.map(({ heading }) => heading!);
  return first !== undefined && others.every((level) => level > first);
}

/** @param ignored reasons that make no furniture on this page */
function collectLines(html: string, ignored: Set<string | null>): HtmlLine[] {
  const reader = new LineReader(html, ignored);
  const parser = new Parser({
    onopentag: (name, attributes) => reader.open(name, attributes, parser.startIndex),
    onclosetag: (name) => reader.close(name),
    ontext: (text) => reader.add(text, parser.startIndex),
  });
  parser.end(html);
  return reader.finish();
}

/** Collects lines from the parser’s events. Every element that opens is closed, at the end if not before. */
class LineReader {
  readonly #source: Source;
  readonly #lines: HtmlLine[] = [];
  readonly #contexts: Context[];
  /** The open line, and the furniture inside it (a button in a paragraph), which becomes a line of its own. */
  #text: Piece | null = null;
  #aside: Piece | null = null;
  /** Whether an empty line stands before the next one. */
  #gap = false;
  /** The open piece and its length where an element that is laid out apart has just ended. */
  #end: { piece: Piece; length: number } | null = null;

  constructor(html: string, ignored: Set<string | null>) {
    this.#source = new Source(html);
    this.#contexts = [{ ...OUTERMOST, ignoredReasons: ignored }];
  }

  get #context(): Context {
    return this.#contexts.at(-1)!;
  }

  open(name: string, attributes: Attributes, offset: number): void {
    const outer = this.#context;
    if (this.#contexts.length > MAX_DEPTH) refuseDepth(this.#source.lineAt(offset));
    const inner = contextInside(outer, name, attributes);
    if (!inner.dropped) this.#enter(inner, outer, attributes);
    this.#contexts.push(inner);
    if (name === 'hr') this.add('---', offset);
  }

  close(name: string): void {
    const { name: opened, dropped, row, separate, boilerplate } = this.#context;
    // A tag that the source ends in is closed without having been opened.
    if (opened !== name) return;
    const piece = boilerplate === null ? this.#text : this.#aside;
    if (separate && piece) this.#end = { piece, length: piece.text.length };
    if (!dropped && BLOCKS.has(name)) this.#flush();
    this.#contexts.pop();
    if (dropped) return;
    if (name === 'tr' && row) this.#closeRow(row);
    this.#margin(name);
  }

  /** Adds text that begins at this offset of the source. */
  add(text: string, offset: number): void {
    const { dropped, preformatted } = this.#context;
    if (dropped) return;
    let at = offset;
    for (const [i, part] of (preformatted ? text.split('\n') : [text]).entries()) {
      if (i > 0) this.#break();
      this.#append(part, at);
      at += part.length + 1;
    }
  }

  finish(): HtmlLine[] {
    this.#flush();
    assertTextLength(this.#lines);
    return this.#lines;
  }

  #enter(inner: Context, outer: Context, attributes: Attributes): void {
    const { name } = inner;
    if (BLOCKS.has(name)) this.#flush();
    if (inner.separate) this.#separate();
    this.#margin(name);
    if (name === 'br') this.#break();
    // A list that an item begins with has the markers.
    if (LISTS.has(name) && outer.item) outer.item.marker = '';
    if (name === 'tr') inner.row = this.#row(inner.layout);
    if (name === 'td' || name === 'th')
      inner.row?.cells.push({ start: this.#lines.length, header: name === 'th', span: spanOf(attributes) });
    // A heading or a table inside a cell: the table lays out the page.
    if (outer.row && (inner.heading !== null || inner.row !== outer.row)) outer.row.layout = true;
  }

  /**
   * Two links, buttons or styled elements side by side, without white space in the source: style sheets lay them out
   * with a gap, as badges or in a bar.
   */
  #separate(): void {
    const { piece, length } = this.#end ?? {};
    if (piece && piece.text.length === length) piece.text += ' ';
  }

  /** Margins inside of lists don't separate: the items of a list are one block. */
  #margin(name: string): void {
    if (MARGINS.has(name) && this.#context.depth === 0) this.#gap = true;
  }

  #break(): void {
    const empty = this.#text === null && this.#aside === null;
    this.#flush();
    if (empty && this.#context.depth === 0) this.#gap = true;
  }

  #append(text: string, offset: number): void {
    const { boilerplate, link, preformatted } = this.#context;
    const first = text.search(/\S/);
    const open = boilerplate === null ? this.#text : this.#aside;
    if (!open && first < 0 && !(preformatted && text !== '')) return;
    const piece = open ?? {
      text: '',
      link: null,
      boilerplate,
      sourceLine: this.#source.lineAt(offset + Math.max(first, 0)),
    };
    piece.text += text;
    if (first >= 0) piece.link ??= link;
    if (boilerplate === null) this.#text = piece;
    else this.#aside = piece;
  }

  #flush(): void {
    const pieces = [this.#text, this.#aside];
    this.#text = null;
    this.#aside = null;
    for (const piece of pieces) if (piece) this.#addLine(piece);
  }

  #addLine({ text: raw, link, boilerplate, sourceLine }: Piece): void {
    const { heading, item, preformatted } = this.#context;
    const visible = raw.replace(INVISIBLE, '');
    const text = collapseSpaces(visible);
    if (text === '') return;
    const first = item !== null && item.marker !== '' && (boilerplate === null || item.boilerplate);
    const spaces = preformatted ? visible.replaceAll('\t', '    ').search(/\S/) : 0;
    this.#push({
      ...EMPTY,
      text: first ? item.marker + text : text,
      indent: indentOf(item) + spaces,
      heading: first ? null : heading,
      link,
      boilerplate,
      sourceLine,
    });
    if (first) item.marker = '';
  }

  #push(line: HtmlLine): void {
    if (this.#gap && this.#lines.length > 0) this.#lines.push({ ...EMPTY, sourceLine: line.sourceLine });
    this.#gap = false;
    this.#lines.push(line);
  }

  #row(layout: boolean): Row {
    return { start: this.#lines.length, gapAbove: this.#gap, cells: [], layout };
  }

  /** Makes one line of a row of data; any other row keeps the lines of its cells. */
  #closeRow(row: Row): void {
    if (row.layout || widthOf(row) < 2) return;
    const cells = row.cells.map(({ start }, i) => this.#lines.slice(start, row.cells[i + 1]?.start));
    if (cells.some((lines) => lines.length > MAX_CELL_LINES)) return;
    const firstCell = row.cells[0]!.start - row.start;
    const lines = this.#lines.splice(row.start);
    this.#gap = row.gapAbove;
    const outside = lines.slice(0, firstCell);
    const furniture = lines.slice(firstCell).filter((line) => line.boilerplate !== null);
    for (const line of [...outside, ...rowLine(row, cells, this.#context.item), ...furniture])
      if (line.text !== '') this.#push(line);
  }
}

const EMPTY: HtmlLine = {
  text: '',
  indent: 0,
  heading: null,
  cells: null,
  header: false,
  link: null,
  boilerplate: null,
  sourceLine: 1,
};

/** The line of a row with these lines in its cells; none where all cells are empty. */
function rowLine(row: Row, lines: HtmlLine[][], item: Item | null): HtmlLine[] {
  const contents = lines.map((cell) =>
    cell.filter(({ text, boilerplate }) => text !== '' && boilerplate === null),
  );
  const first = contents.flat()[0];
  if (!first) return [];
  const cells = contents.flatMap((cell, i) => [
    cell.map(({ text }) => text).join(' '),
    ...Array.from({ length: row.cells[i]!.span - 1 }, () => ''),
  ]);
  return [
    {
      ...EMPTY,
      text: `| ${cells.join(' | ')} |`,
      indent: item ? item.indent + HANGING_INDENT : 0,
      cells,
      header: row.cells.every(({ header }) => header),
      link: contents.flat().find(({ link }) => link !== null)?.link ?? null,
      sourceLine: first.sourceLine,
    },
  ];
}

function indentOf(item: Item | null): number {
  if (!item) return 0;
  return item.marker === '' ? item.indent + HANGING_INDENT : item.indent;
}

function collapseSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Finds the line of an offset in the source. Offsets only grow, so all look-ups together read the source once. */
class Source {
  readonly #text: string;
  #line = 1;
  #lineEnd: number;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = text.indexOf('\n');
  }

  lineAt(offset: number): number {
    while (this.#lineEnd >= 0 && this.#lineEnd < offset) {
      this.#line++;
      this.#lineEnd = this.#text.indexOf('\n', this.#lineEnd + 1);
    }
    return this.#line;
  }
}

function assertSize(html: string): void {
  if (html.length <= MAX_HTML) return;
  throw tooLarge(new Source(html).lineAt(MAX_HTML), 'HTML', { limit: MAX_HTML, length: html.length });
}

/** The text of a page has the limit that plain text has. */
function assertTextLength(lines: HtmlLine[]): void {
  const ends: number[] = [];
  for (const { text } of lines) ends.push((ends.at(-1) ?? 0) + text.length + 1);
  const over = ends.findIndex((end) => end > MAX_TEXT);
  if (over < 0) return;
  throw tooLarge(lines[over]!.sourceLine, 'HTML with a text', { limit: MAX_TEXT, length: ends.at(-1)! });
}

function tooLarge(line: number, what: string, { limit, length }: { limit: number; length: number }) {
  return new VerdictTextError({
    line,
    expected: `${what} of at most ${limit.toLocaleString('en')} characters`,
    found: length.toLocaleString('en'),
    tooLarge: true,
  });
}

function refuseDepth(line: number): never {
  throw new VerdictTextError({
    line,
    expected: `HTML nested at most ${MAX_DEPTH} elements deep`,
    found: 'deeper nesting',
  });
}

function widthOf({ cells }: Row): number {
  return cells.reduce((width, { span }) => width + span, 0);
}
