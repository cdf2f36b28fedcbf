/** One line of the page: its number in the text (from 1), its text trimmed, and the columns it was indented. */
export interface Line {
  number: number;
  text: string;
  indent: number;
}

const TAB = '    ';

/** The lines of the text; of several empty ones in a row, one. */
export function pageLines(text: string): Line[] {
  const lines = text.split('\n').map((line, index) => {
    const wide = line.replace(/\t/g, TAB);
    const trimmed = wide.trim();
    return {
      number: index + 1,
      text: trimmed.replace(/ {2,}/g, ' '),
      indent: trimmed ? wide.search(/\S/) : 0,
    };
  });
  return lines.filter((line, i) => line.text !== '' || lines[i - 1]?.text !== '');
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

const BULLET = /^[•‣◦▪●∙*–-]\s+(?=\S)/;
// Three digits at most: a paragraph may begin with a year.
const NUMBER = /^(\d{1,3})[.)]\s+(?=\S)/;

/** The text of a dash-list item, or null. An em dash opens a quotation's author or an aside, not an item. */
export function bulletItem(line: Line): string | null {
  return BULLET.test(line.text) ? line.text.replace(BULLET, '') : null;
}

export function numberedItem(line: Line): { number: number; text: string } | null {
  const match = NUMBER.exec(line.text);
  return match ? { number: Number(match[1]), text: line.text.slice(match[0].length) } : null;
}

/** Whether a line reads as the end of a sentence or of a quotation. */
export function endsSentence(text: string): boolean {
  return /[.!?:;…。！？]["'”’)\]]*$/.test(text);
}

const WRAP_WIDTH = 120;
const WRAPPED_LINE = 50;
const WRAPPED_PAIRS = 3;

/** Which lines an editor's line break has nothing to do with: those that begin something, and those that are all of it. */
export interface Breaks {
  begins: (line: Line) => boolean;
  isWhole: (line: Line) => boolean;
}

/**
 * Joins the lines of a text that an editor broke at a fixed width. Page text has a line for each paragraph, so this
 * touches only texts in which no line is longer than such an editor allows and several break inside a sentence.
 */
export function unwrapped(lines: Line[], { begins, isWhole }: Breaks): Line[] {
  if (lines.some((line) => line.text.length > WRAP_WIDTH)) return lines;
  const goesOn = lines.map((line, i) => {
    const next = lines[i + 1];
    return line.text.length >= WRAPPED_LINE && !isBlank(next) && !isWhole(line) && !begins(next!);
  });
  const broken = lines.filter((line, i) => goesOn[i] && !endsSentence(line.text));
  if (broken.length < WRAPPED_PAIRS) return lines;
  const joined: Line[] = [];
  lines.forEach((line, i) => {
    const last = joined.at(-1);
    if (last && goesOn[i - 1]) last.text += ` ${line.text}`;
    else joined.push({ ...line });
  });
  return joined;
}
