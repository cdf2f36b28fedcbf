import type { CorrectionKind, LineRole } from '#lib/verdicts/parse/parsed-page.ts';

/** A line of a page, in any notation. */
export interface Line {
  /** Position in the page, from 1. */
  number: number;
  /** The last position, if wrapped lines were joined. */
  last: number;
  /** Without markup, with single spaces. */
  text: string;
  /** Columns. List items copied from a browser are indented by at least 2. */
  indent: number;
  /** 1 to 6 if the line is marked as a heading. */
  level: number | null;
  /** The cells, if the line is a table row. */
  cells: string[] | null;
  /** The row is the table's header. */
  header: boolean;
  /** The first link. */
  link: string | null;
  /** The element that makes the line boilerplate (`<nav>`). */
  boilerplate: string | null;
  /** The operator's correction; a leading backslash marks a line as text. */
  markedAs: CorrectionKind | null;
}

/** The role that a step gave to a line. */
export interface LineAssignment {
  line: Line;
  role: LineRole;
  note?: string;
  section?: string;
}

export function assignRole(lines: Line[], role: LineRole, note?: string): LineAssignment[] {
  return lines.filter(({ text }) => text !== '').map((line) => ({ line, role, ...(note ? { note } : {}) }));
}

/** The nearest line below `i` that isn't blank. Blank lines don't repeat. */
export function textBelow(lines: Line[], i: number): Line | undefined {
  return isBlank(lines[i + 1]) ? lines[i + 2] : lines[i + 1];
}

/** The nearest line above `i` that isn't blank. */
export function textAbove(lines: Line[], i: number): Line | undefined {
  return isBlank(lines[i - 1]) ? lines[i - 2] : lines[i - 1];
}

export function isBlank(line: Line | undefined): boolean {
  return !line || line.text === '';
}

const BULLET = /^[•‣◦▪●∙*+–-]\s+(?=\S)/;
// At most three digits: a paragraph may start with a year.
const NUMBER = /^\(?(\d{1,3})[.)]\s+(?=\S)/;

/** An em dash introduces an aside or an author, not an item. */
export function bulletItem({ markedAs, text }: Line): string | null {
  return markedAs !== 'text' && BULLET.test(text) ? text.replace(BULLET, '') : null;
}

export function numberedItem({ markedAs, text }: Line): { number: number; text: string } | null {
  const match = markedAs === 'text' ? null : NUMBER.exec(text);
  return match ? { number: Number(match[1]), text: text.slice(match[0].length) } : null;
}

/** Or the end of a quotation. */
export function endsSentence(text: string): boolean {
  return /[.!?:;…。！？]["'”’)\]]*$/.test(text);
}

export function quotedExcerpt(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
