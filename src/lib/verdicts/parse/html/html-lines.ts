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

/** Browsers also stop at 512. The parser shifts its stack at each tag, so deep nesting costs quadratic time. */
export const MAX_NESTING = 512;

// A cell with more lines is part of a layout table.
const MAX_CELL_LINES = 20;
// An item's further lines are indented by this much more than its first line.
const HANGING_INDENT = 2;
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u00ad\u200b\ufeff\ufffd]/g;

export interface HtmlLine {
  /** White space collapsed: `- text` or `1. text` for list items, `| a | b |` for rows. */
  text: string;
  /** Columns: 2 for top-level list items, 4 more per level, 2 more for further lines of an item; spaces in `pre`. */
  indent: number;
  /** 1 to 6 for `h1` to `h6`; null for others, and for a heading at the start of a list item. */
  heading: number | null;
  /** "" for an empty cell; null for other lines. A row with one cell is text. */
  cells: string[] | null;
  /** A row of `th` cells only. */
  header: boolean;
  /** The first http(s) link on this line. */
  link: string | null;
  /** Why the line is boilerplate; null for content. */
  boilerplate: string | null;
  /** From 1. */
  sourceLine: number;
}

interface Piece {
  text: string;
  link: string | null;
  boilerplate: string | null;
  sourceLine: number;
}

/**
 * The text of an HTML page as a browser copies it: one line per block, a blank line for margins. Boilerplate is
 * marked, not removed; scripts, styles and other invisible content is removed. @throws VerdictTextError if the source
 * or its text is too large, or nested too deeply
 */
export function parseHtmlLines(html: string): HtmlLine[] {
  assertSize(html);
  const lines = collectLines(html, new Set());
  if (hasTitle(lines)) return lines;
  // A page's title is content. If its only one is inside an uncertain element, that element is content too.
  const around = lines.filter(({ heading }) => heading === 1).map(({ boilerplate }) => boilerplate);
  const doubtful = around.filter((reason) => reason !== null && UNCERTAIN_REASONS.has(reason));
  return doubtful.length === 0 ? lines : collectLines(html, new Set(doubtful));
}

/** Whether the content starts with a heading that is above all others. */
function hasTitle(lines: HtmlLine[]): boolean {
  const content = lines.filter(({ boilerplate, heading }) => boilerplate === null && heading !== null);
  const [first, ...others] = content.map(({ heading }) => heading!);
  return first !== undefined && others.every((level) => level > first);
}

/** @param ignored reasons that don't count as boilerplate on this page */
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

/** Collects lines from the parser's events. The parser closes every element, at the latest at the end. */
class LineReader {
  readonly #source: Source;
  readonly #lines: HtmlLine[] = [];
  readonly #contexts: Context[];
  /** The current line, and boilerplate inside it (a button in a paragraph), which becomes a separate line. */
  #text: Piece | null = null;
  #aside: Piece | null = null;
  /** A blank line precedes the next line. */
  #gap = false;
  /** Where an element with separate layout ended: the piece and its length there. */
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
    if (this.#contexts.length > MAX_NESTING) refuseDepth(this.#source.lineAt(offset));
    const inner = contextInside(outer, name, attributes);
    if (!inner.dropped) this.#enter(inner, outer, attributes);
    this.#contexts.push(inner);
    if (name === 'hr') this.add('---', offset);
  }

  close(name: string): void {
    const { name: opened, dropped, row, separate, boilerplate } = this.#context;
    // If the source ends inside a tag, the parser closes an element that it never opened.
    if (opened !== name) return;
    const piece = boilerplate === null ? this.#text : this.#aside;
    if (separate && piece) this.#end = { piece, length: piece.text.length };
    if (!dropped && BLOCKS.has(name)) this.#flush();
    this.#contexts.pop();
    if (dropped) return;
    if (name === 'tr' && row) this.#closeRow(row);
    this.#margin(name);
  }

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
    // A list at the start of an item has its own markers.
    if (LISTS.has(name) && outer.item) outer.item.marker = '';
    if (name === 'tr') inner.row = this.#row(inner.layout);
    if (name === 'td' || name === 'th')
      inner.row?.cells.push({ start: this.#lines.length, header: name === 'th', span: spanOf(attributes) });
    // A heading or a table in a cell: this is a layout table.
    if (outer.row && (inner.heading !== null || inner.row !== outer.row)) outer.row.layout = true;
  }

  /**
   * Adjacent links, buttons or styled elements without white space in the source are laid out with a gap, as badges
   * or in a bar.
   */
  #separate(): void {
    const { piece, length } = this.#end ?? {};
    if (piece && piece.text.length === length) piece.text += ' ';
  }

  /** Margins inside lists don't count: a list is one block. */
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

  /** A data row becomes one line; other rows keep the lines of their cells. */
  #closeRow(row: Row): void {
    if (row.layout || widthOf(row) < 2) return;
    const cells = row.cells.map(({ start }, i) => this.#lines.slice(start, row.cells[i + 1]?.start));
    if (cells.some((lines) => lines.length > MAX_CELL_LINES)) return;
    const firstCell = row.cells[0]!.start - row.start;
    const lines = this.#lines.splice(row.start);
    this.#gap = row.gapAbove;
    const outside = lines.slice(0, firstCell);
    const boilerplate = lines.slice(firstCell).filter((line) => line.boilerplate !== null);
    for (const line of [...outside, ...rowLine(row, cells, this.#context.item), ...boilerplate])
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

/** None if all cells are empty. */
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

/** Maps offsets to lines. Offsets only increase, so all look-ups together read the source once. */
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

/** The text of an HTML page has the limit of plain text. */
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
    expected: `HTML nested at most ${MAX_NESTING} elements deep`,
    found: 'deeper nesting',
  });
}

function widthOf({ cells }: Row): number {
  return cells.reduce((width, { span }) => width + span, 0);
}
