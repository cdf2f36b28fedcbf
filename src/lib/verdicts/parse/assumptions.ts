import type { Block } from '../verdict.ts';
import { readBlocks, rowsFrom, type Blocks } from './blocks.ts';
import {
  bulletItem,
  endsSentence,
  isBlank,
  numberedItem,
  textBelow,
  understood,
  type Line,
  type Understood,
} from './line.ts';
import { labelAndDetail, sentencesOf } from './sentences.ts';
import type { Shape } from './shape.ts';

/** How a page marks its assumptions: where an item begins, and the item without its mark. */
type ItemAt = (line: Line) => { number: number | null; text: string } | null;

interface Item {
  number: number | null;
  head: Line;
  text: string;
  below: Line[];
}

const NAMED =
  /^(?:hidden )?assumption(?:\s*(?:#|no\.?|number)?\s*(\d{1,3}|[a-h]|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten))?(?:\s*[:.—–-]\s*(.*)|(?<=\d))$/i;
// Unmarked items are at most a paragraph; a longer line is prose about all of them.
const MAX_UNMARKED = 700;
const MAX_LONE = 300;

/**
 * The blocks of HIDDEN ASSUMPTIONS. Each item is an assumption, with all that stands below it up to the next, however
 * the page marks its items: with numbers, bullets, `Assumption 1:`, or not at all. Tables stay tables.
 */
export function readAssumptions(given: Line[], shape: Shape): Blocks {
  const lines = withBulletBreaks(withNumberBreaks(given));
  if (lines.some(({ cells, as }) => cells && !as)) return aroundTables(lines, shape);
  const itemAt = itemMark(lines);
  return itemAt ? marked(lines, itemAt, shape) : unmarked(lines, shape);
}

/** The page's own mark; the first of these that it uses. */
function itemMark(lines: Line[]): ItemAt | null {
  const indent = Math.min(...lines.filter((line) => bulletItem(line) !== null).map((line) => line.indent));
  const bullet: ItemAt = (line) => {
    const text = line.indent > indent + 1 ? null : bulletItem(line);
    return text === null ? null : { number: null, text };
  };
  return (
    [named, numberedItem, lettered, bullet].find((mark) =>
      lines.some((line) => !isBlank(line) && mark(line)),
    ) ?? null
  );
}

const named: ItemAt = (line) => {
  const text = bulletItem(line) ?? numberedItem(line)?.text ?? line.text;
  const match = line.as || line.text.length > MAX_UNMARKED * 4 ? null : NAMED.exec(text);
  return match
    ? { number: match[1] && /^\d/.test(match[1]) ? Number(match[1]) : null, text: match[2] ?? '' }
    : null;
};

const LETTERED = /^\(?(?:[a-h]|[ivx]{1,4})[.)]\s+(?=\S)/i;

const lettered: ItemAt = ({ text, as }) =>
  !as && LETTERED.test(text) ? { number: null, text: text.replace(LETTERED, '') } : null;

/** Lines without rows around tables, each read as it would be alone. */
function aroundTables(lines: Line[], shape: Shape): Blocks {
  const parts: Blocks[] = [];
  for (let i = 0; i < lines.length;) {
    const rows = rowsFrom(lines, i);
    const next = rows.length > 0 ? i + rows.length : nextRow(lines, i);
    const part = lines.slice(i, next);
    const isText = rows.length === 0 && !itemMark(part);
    parts.push(rows.length > 0 || isText ? readBlocks(part, shape) : readAssumptions(part, shape));
    i = next;
  }
  return { blocks: parts.flatMap(({ blocks }) => blocks), lines: parts.flatMap(({ lines }) => lines) };
}

function nextRow(lines: Line[], from: number): number {
  const at = lines.findIndex((line, i) => i > from && line.cells && !line.as);
  return at < 0 ? lines.length : at;
}

function marked(lines: Line[], itemAt: ItemAt, shape: Shape): Blocks {
  const starts = lines.flatMap((line, i) => (isItem(line, itemAt) ? [i] : []));
  const first = starts[0]!;
  const end = endOfLast(lines, starts);
  const items: Item[] = [];
  for (const line of lines.slice(first, end)) {
    const start = isItem(line, itemAt) ? (itemAt(line) ?? { number: null, text: line.text }) : null;
    if (start) items.push({ ...start, head: line, below: [] });
    else if (!isBlank(line)) items.at(-1)!.below.push(line);
  }
  const [before, after] = [readBlocks(lines.slice(0, first), shape), readBlocks(lines.slice(end), shape)];
  return {
    blocks: [...before.blocks, ...assumptionBlocks(items), ...after.blocks],
    lines: [...before.lines, ...items.flatMap(itemLines), ...after.lines],
  };
}

function isItem(line: Line, itemAt: ItemAt): boolean {
  return !isBlank(line) && (line.as === 'assumption' || itemAt(line) !== null);
}

/** Numbers as the page has them; where it repeats one (Markdown's `1.` `1.`) or has none, they are counted. */
function assumptionBlocks(items: Item[]): Block[] {
  const given = items.map(({ number }) => number);
  const counted = given.some((number) => number === null) || new Set(given).size < given.length;
  return items.map(({ number, text, below }, i) => {
    const texts = below.map(({ text }) => text);
    // `Assumption 1:` alone on its line has its text below.
    const [head, rest] = text === '' && texts.length > 0 ? [texts[0]!, texts.slice(1)] : [text, texts];
    return { type: 'assumption', number: counted ? i + 1 : number!, ...labelAndDetail(head, rest) };
  });
}

function itemLines({ head, below }: Item): Understood[] {
  return [head, ...below].map((line) => ({ line, role: 'assumption' }));
}

/**
 * Where the last assumption ends: at the first empty line below it, since what comes then is about all of them; but
 * where the assumptions before it are a line with a paragraph below, so is the last.
 */
function endOfLast(lines: Line[], starts: number[]): number {
  const [last = 0, before] = [starts.at(-1), starts.at(-2)];
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

// --- items without any mark ---------------------------------------------------------------------------------------

const INTRO =
  /(?::$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|some|following|these|\d+)\b[^.]{0,60}\b(?:assumptions?|premises?|beliefs?|things|claims|points)\b)/i;
const REMARK =
  /^(?:none|neither|all|each|any|every one|together|taken together|these|those|both) (?:of (?:these|them|this|the \w+)|assumptions?|together|\w+ are)\b/i;
const SAYS_NONE = /^(?:none|no hidden|n\/a|not applicable)\b/i;

/** Lines without marks are items if each could be one: an introduction above them and a remark below stay text. */
function unmarked(lines: Line[], shape: Shape): Blocks {
  const groups = grouped(lines);
  if (groups.length >= 2 && groups.every(isLabelled))
    return {
      blocks: groups.map(groupBlock),
      lines: groups.flatMap((group) => understood(group, 'assumption')),
    };
  const texts = lines.filter((line) => !isBlank(line));
  const items = [...texts.filter(({ as }) => as === 'assumption'), ...itemsAmong(texts)];
  const isOne = new Set(items);
  let count = 0;
  const parts = texts.map((line): Blocks => {
    if (!isOne.has(line)) return readBlocks([line], shape);
    const block = { type: 'assumption' as const, number: ++count, ...labelAndDetail(line.text) };
    return { blocks: [block], lines: [{ line, role: 'assumption' }] };
  });
  if (items.length === 0) return readBlocks(lines, shape);
  return { blocks: parts.flatMap(({ blocks }) => blocks), lines: parts.flatMap(({ lines }) => lines) };
}

/** The lines between blank ones. */
function grouped(lines: Line[]): Line[][] {
  const groups: Line[][] = [[]];
  for (const line of lines) {
    if (!isBlank(line)) groups.at(-1)!.push(line);
    else if (groups.at(-1)!.length > 0) groups.push([]);
  }
  return groups.filter((group) => group.length > 0);
}

/** A line that is no sentence, with its text directly below. */
function isLabelled([first, second]: Line[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    first.as === null &&
    first.text.length <= MAX_LONE &&
    !endsSentence(first.text) &&
    endsSentence(second.text)
  );
}

function groupBlock([first, ...below]: Line[], i: number): Block {
  return {
    type: 'assumption',
    number: i + 1,
    label: first!.text,
    detail: below.map(({ text }) => text).join('\n'),
  };
}

function itemsAmong(texts: Line[]): Line[] {
  const free = texts.filter(({ as, level }) => (as === null || as === 'assumption') && level === null);
  const start = free[0] && isIntro(free[0]) ? 1 : 0;
  const end = free.length - start > 2 && REMARK.test(free.at(-1)!.text) ? free.length - 1 : free.length;
  const items = free.slice(start, end);
  const [only] = items;
  if (items.length === 1) return isLoneItem(only!) ? items : [];
  return items.every(({ text }) => text.length <= MAX_UNMARKED && !SAYS_NONE.test(text)) ? items : [];
}

function isIntro({ text }: Line): boolean {
  return text.length <= MAX_LONE && INTRO.test(text) && sentencesOf(text).length === 1;
}

function isLoneItem({ text }: Line): boolean {
  return text.length <= MAX_LONE && !SAYS_NONE.test(text) && !text.endsWith(':');
}

// --- items that lost their line breaks ----------------------------------------------------------------------------

/** `1. One thing. 2. Another.` on one line, as the items that it holds. */
function withNumberBreaks(lines: Line[]): Line[] {
  const numbered = lines.filter((line) => numberedItem(line) !== null);
  if (numbered.length !== 1 || numberedItem(numbered[0]!)!.number !== 1) return lines;
  return lines.flatMap((line) => (line === numbered[0] ? numberedParts(line) : [line]));
}

/** `- One thing. - Another.` on one line. */
function withBulletBreaks(lines: Line[]): Line[] {
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
