import { bulletItem, isBlank, numberedItem, type Line } from './line.ts';

const DASH = / [-–•] (?=\S)/;
// A list on the line of its label: `Evidence: - a - b`.
const INTRODUCED_LIST = /^(.*?(?:^|[.!?]\s)\p{Lu}[\p{L} ]{0,40}:) [-–•] (.+)$/u;

/** Splits lists that lost their line breaks in copying (`- a - b - c`). */
export function splitRunOnLists(lines: Line[]): Line[] {
  const bullets = lines.map((line) => bulletItem(line) !== null);
  const hasBreaks = lines.some(
    (_, i) => bullets[i] && (bullets[i + 1] || (isBlank(lines[i + 1]) && bullets[i + 2])),
  );
  return lines.flatMap((line, i) => {
    if (line.markedAs) return [line];
    if (bullets[i]) return hasBreaks ? [line] : itemsOf(line, line.text.replace(/^\S+\s+/, ''));
    return splitIntroducedList(line);
  });
}

function splitIntroducedList(line: Line): Line[] {
  const [, lead, list] = DASH.test(line.text) ? (INTRODUCED_LIST.exec(line.text) ?? []) : [];
  return lead && list ? [{ ...line, text: lead }, ...itemsOf(line, list)] : [line];
}

/** A dash between two numbers is a range. */
function itemsOf(line: Line, list: string): Line[] {
  const items: string[] = [];
  for (const part of list.split(DASH)) {
    const before = items.at(-1);
    if (before !== undefined && /\d$/.test(before) && /^\d/.test(part))
      items[items.length - 1] = `${before} - ${part}`;
    else items.push(part);
  }
  return items.map((item) => ({ ...line, text: `- ${item}`, indent: 2 }));
}

/** Splits items that are sentences and lost their line breaks: `1. One thing. 2. Another.` */
export function splitRunOnItems(lines: Line[]): Line[] {
  return splitBulletItems(splitNumberedItems(lines));
}

function splitNumberedItems(lines: Line[]): Line[] {
  const numbered = lines.filter((line) => numberedItem(line) !== null);
  if (numbered.length !== 1 || numberedItem(numbered[0]!)!.number !== 1) return lines;
  return lines.flatMap((line) => (line === numbered[0] ? numberedParts(line) : [line]));
}

function splitBulletItems(lines: Line[]): Line[] {
  const bullets = lines.filter((line) => bulletItem(line) !== null);
  if (bullets.length !== 1) return lines;
  const parts = bullets[0]!.text.split(/(?<=[.!?]["”’)]?)\s(?=[-–•]\s\S)/);
  return lines.flatMap((line) => (line === bullets[0] ? parts.map((text) => ({ ...line, text })) : [line]));
}

function numberedParts(line: Line): Line[] {
  const starts = [0];
  for (const match of line.text.matchAll(/[.!?;:”"]\s(\d{1,2})[.)]\s(?=\S)/g))
    if (Number(match[1]) === starts.length + 1) starts.push(match.index + 2);
  return starts.map((start, i) => ({ ...line, text: line.text.slice(start, starts[i + 1]).trim() }));
}
