import { bulletItem, isBlank, type Line } from './line.ts';

const DASH = / [-–•] (?=\S)/;
// A label that a list follows on the same line: `Evidence: - a - b`.
const LED = /^(.*?(?:^|[.!?]\s)\p{Lu}[\p{L} ]{0,40}:) [-–•] (.+)$/u;

/** Lists whose line breaks were lost in copying (`- a - b - c`), with the breaks again. Lists that have theirs stay. */
export function withListBreaks(lines: Line[]): Line[] {
  const bullets = lines.map((line) => bulletItem(line) !== null);
  const hasBreaks = lines.some(
    (_, i) => bullets[i] && (bullets[i + 1] || (isBlank(lines[i + 1]) && bullets[i + 2])),
  );
  return lines.flatMap((line, i) => {
    if (line.as) return [line];
    if (bullets[i]) return hasBreaks ? [line] : itemsOf(line, line.text.replace(/^\S+\s+/, ''));
    return ledList(line);
  });
}

function ledList(line: Line): Line[] {
  const [, lead, list] = DASH.test(line.text) ? (LED.exec(line.text) ?? []) : [];
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
