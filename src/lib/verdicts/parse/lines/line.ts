import type { CorrectionKind, LineRole } from '#lib/verdicts/parse/parsed-page.ts';

/** One line of a page, the same for every notation. */
export interface Line {
  /** Position in the page, from 1. */
  number: number;
  /** The last position, where lines that an editor broke are joined; otherwise the same. */
  last: number;
  /** Without markup, with single spaces. */
  text: string;
  /** Columns. Items of a list that a browser copied are indented by 2 or more. */
  indent: number;
  /** 1 to 6 if the notation marks the line as a heading. */
  level: number | null;
  /** The cells, if the line is a row of a table. */
  cells: string[] | null;
  /** Whether the row is the table's header. */
  header: boolean;
  /** The first web address linked from the line. */
  link: string | null;
  /** Why the notation itself says that the line is no content (`<nav>`). */
  boilerplate: string | null;
  /** What a person says the line is; a backslash at its start says `text`. */
  markedAs: CorrectionKind | null;
}

/** What one step made of a line. */
export interface LineAssignment {
  line: Line;
  role: LineRole;
  note?: string;
  /** The heading of the section that it belongs to. */
  section?: string;
}

export function assignRole(lines: Line[], role: LineRole, note?: string): LineAssignment[] {
  return lines.filter(({ text }) => text !== '').map((line) => ({ line, role, ...(note ? { note } : {}) }));
}

/** The nearest line with text below line `i`. */
export function textBelow(lines: Line[], i: number): Line | undefined {
  return isBlank(lines[i + 1]) ? lines[i + 2] : lines[i + 1];
}

/** The nearest line with text above line `i`. */
export function textAbove(lines: Line[], i: number): Line | undefined {
  return isBlank(lines[i - 1]) ? lines[i - 2] : lines[i - 1];
}

export function isBlank(line: Line | undefined): boolean {
  return !line || line.text === '';
}

const BULLET = /^[•‣◦▪●∙*+–-]\s+(?=\S)/;
// Three digits at most: a paragraph may begin with a year.
const NUMBER = /^\(?(\d{1,3})[.)]\s+(?=\S)/;

/** The text of a list item with a bullet, or null. An em dash opens an aside or names an author: no item. */
export function bulletItem({ markedAs, text }: Line): string | null {
  return markedAs !== 'text' && BULLET.test(text) ? text.replace(BULLET, '') : null;
}

export function numberedItem({ markedAs, text }: Line): { number: number; text: string } | null {
  const match = markedAs === 'text' ? null : NUMBER.exec(text);
  return match ? { number: Number(match[1]), text: text.slice(match[0].length) } : null;
}

/** Whether a line reads as the end of a sentence or of a quotation. */
export function endsSentence(text: string): boolean {
  return /[.!?:;…。！？]["'”’)\]]*$/.test(text);
}

/** As an error shows a line. */
export function quotedExcerpt(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
