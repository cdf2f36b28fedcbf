/** A row of a download. Numbers are written as they are; null is an empty cell. */
export type CsvCell = string | number | null;

/**
 * A table as RFC 4180 wants it. No cell can be a formula: a spreadsheet would run what a stranger wrote into a title.
 * @throws RangeError for a negative number, because it begins like a formula
 */
export function csvOf(header: string[], rows: CsvCell[][]): string {
  return [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return `"${harmless(cell).replaceAll('"', '""')}"`;
  if (!(cell >= 0 && Number.isFinite(cell))) throw new RangeError(`${cell} in a CSV file`);
  return String(cell);
}

/**
 * Characters that begin a formula, their full-width and small variants, and the dashes that a spreadsheet may take for a
 * minus sign.
 */
const BEGINS_FORMULA = '=+\\-@\\u2010-\\u2015\\u2212\\ufe50-\\ufe6b\\uff0b\\uff0d\\uff1d\\uff20';

/**
 * At the beginning of a cell, also behind what is invisible, and quotes, which are doubled. Behind a semicolon, too: where
 * it separates cells, as in much of Europe, Excel splits there.
 */
const FORMULA = new RegExp(`(^|[;,|])(?=[\\s\\p{C}"]*[${BEGINS_FORMULA}])`, 'gu');

/** A cell is one line: a tab or a line break at its beginning counts as a formula too. An apostrophe makes it text. */
function harmless(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(FORMULA, "$1'");
}
