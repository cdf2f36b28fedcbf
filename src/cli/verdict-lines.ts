import type { LineRole, ParsedLine } from '#lib/verdicts/parse/parsed-page.ts';
import { columns } from './print.ts';

/** Characters of a line, and of its section's heading, that fit on a terminal line. */
const TEXT = 80;
const SECTION = 24;

/** Make removed lines and lines that were not understood stand out in a long list. */
const MARKS: Partial<Record<LineRole, string>> = { furniture: '-', 'not-understood': '?' };

export function formatLines(lines: ParsedLine[]): string {
  const shown = lines.filter(({ role }) => role !== 'blank');
  return `${columns(shown.map(cells))}\n\n  ${countsOf(lines)}\n`;
}

function cells({ number, role, section, text, note }: ParsedLine): string[] {
  const words = cut(text, TEXT);
  const mark = MARKS[role] ?? ' ';
  return [`${mark} ${number}`, role, cut(section ?? '', SECTION), note ? `${words} (${note})` : words];
}

function countsOf(lines: ParsedLine[]): string {
  const count = (wanted: LineRole) => lines.filter(({ role }) => role === wanted).length;
  const [blank, boilerplate, unclear] = [count('blank'), count('furniture'), count('not-understood')];
  const understood = lines.length - blank - boilerplate - unclear;
  return `${lines.length} lines: ${understood} understood, ${boilerplate} removed as boilerplate (-), ${unclear} not understood (?), ${blank} blank`;
}

/** On one line, without control characters that a terminal would interpret. */
function cut(text: string, max: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1)}…`;
}
