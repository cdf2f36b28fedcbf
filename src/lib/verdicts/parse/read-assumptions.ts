import { isBlank, numberedItem, textBelow, type Line } from './page-lines.ts';
import { readBlocks } from './read-blocks.ts';
import { sentencesOf } from './sentences.ts';
import type { Block } from '../verdict.ts';

type Assumption = Extract<Block, { type: 'assumption' }>;

interface Item {
  number: number;
  head: string;
  below: string[];
}

/** The blocks of HIDDEN ASSUMPTIONS: what is numbered is an assumption, with all that stands below it up to the next. */
export function readAssumptions(lines: Line[]): Block[] {
  const first = lines.findIndex((line) => numberedItem(line));
  if (first < 0) return readBlocks(lines);
  const items: Item[] = [];
  const end = endOfLast(lines);
  for (const line of lines.slice(first, end)) {
    const numbered = numberedItem(line);
    if (numbered) items.push({ number: numbered.number, head: numbered.text, below: [] });
    else if (line.text !== '') items.at(-1)!.below.push(line.text);
  }
  return [...readBlocks(lines.slice(0, first)), ...items.map(assumption), ...readBlocks(lines.slice(end))];
}

/**
 * Where the last assumption ends: at the first empty line below it, since what comes then is about all of them; but
 * where the assumptions before it are a line with a paragraph below, so is the last.
 */
function endOfLast(lines: Line[]): number {
  const numbered = lines.flatMap((line, i) => (numberedItem(line) ? [i] : []));
  const [last = 0, before] = [numbered.at(-1), numbered.at(-2)];
  const spaced =
    before !== undefined &&
    lines.slice(before + 1, last).some((line) => line.text !== '') &&
    isBlank(lines[before + 1]);
  let at = last + 1;
  if (spaced) while (at < lines.length && isBlank(lines[at])) at++;
  while (at < lines.length && (!isBlank(lines[at]) || goesOn(lines, at))) at++;
  return at;
}

/** Below an empty line, only what is indented like a list's inside still belongs to the item. */
function goesOn(lines: Line[], blank: number): boolean {
  return (textBelow(lines, blank)?.indent ?? 0) >= 4;
}

function assumption({ number, head, below }: Item): Assumption {
  const [label = head, ...others] = withLead(head) ?? sentencesOf(head);
  const detail = [others.join(' '), ...below].filter((text) => text !== '').join('\n');
  return { type: 'assumption', number, label, detail: detail || null };
}

const LEAD = /^(\S+ \S+ [^.!?]{0,100}?[^\s.!?])\s[–—-]\s+(?=["“(]?\p{Lu}(?:\p{Ll}|\s))/u;

/** `A few words - A sentence about them.`: the dash that parts label and detail, as some pages write it. */
function withLead(text: string): [string, string] | null {
  const lead = LEAD.exec(text);
  return lead ? [lead[1]!, text.slice(lead[0].length)] : null;
}
