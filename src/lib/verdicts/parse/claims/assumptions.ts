import type { Block } from '#lib/verdicts/verdict.ts';
import { parseBlocks, rowsFrom, type ParsedBlocks } from '#lib/verdicts/parse/lines/blocks.ts';
import {
  bulletItem,
  isBlank,
  numberedItem,
  textBelow,
  type Line,
  type LineAssignment,
} from '#lib/verdicts/parse/lines/line.ts';
import { splitRunOnItems } from '#lib/verdicts/parse/lines/run-on-lists.ts';
import { splitLabelAndDetail } from '#lib/verdicts/parse/lines/sentences.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import { parseUnmarkedAssumptions } from './unmarked-assumptions.ts';

/** Splits an item into number and text; null if the line doesn't start an item. */
type ItemMark = (line: Line) => { number: number | null; text: string } | null;

interface Item {
  number: number | null;
  head: Line;
  text: string;
  below: Line[];
}

const NAMED =
  /^(?:hidden )?assumption(?:\s*(?:#|no\.?|number)?\s*(\d{1,3}|[a-h]|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten))?(?:\s*[:.—–-]\s*(.*)|(?<=\d))$/i;
// A longer line isn't a named assumption.
const MAX_NAMED = 3000;

/**
 * Each item includes the lines up to the next item. Items may have numbers, letters, bullets or `Assumption 1:`, or
 * no mark. Tables stay tables.
 */
export function parseAssumptions(given: Line[], shape: Shape): ParsedBlocks {
  const lines = splitRunOnItems(given);
  if (lines.some(({ cells, markedAs: as }) => cells && !as)) return parseAroundTables(lines, shape);
  const itemAt = findItemMark(lines);
  return itemAt ? parseMarkedItems(lines, itemAt, shape) : parseUnmarkedAssumptions(lines, shape);
}

/** Named items if the page has any; otherwise the mark of the first marked line, at its indentation. */
function findItemMark(lines: Line[]): ItemMark | null {
  if (lines.some((line) => !isBlank(line) && named(line))) return named;
  const marks = [numberedItem, ...(hasLetters(lines) ? [lettered] : []), bullet];
  for (const line of lines) {
    const mark = marks.find((each) => !isBlank(line) && each(line) !== null);
    if (mark) return (each) => (each.indent > line.indent + SAME_LEVEL ? null : mark(each));
  }
  return null;
}

// Copying may drop the first item's indentation; nested lists are indented by more.
const SAME_LEVEL = 3;

const bullet: ItemMark = (line) => {
  const text = bulletItem(line);
  return text === null ? null : { number: null, text };
};

/** A line starting with `A.` may be a name, so two letters in sequence are needed. */
function hasLetters(lines: Line[]): boolean {
  const letters = lines.flatMap(({ text }) => LETTERED.exec(text)?.[1]?.toLowerCase() ?? []);
  return letters.length >= 2 && (letters[0] === 'a' || letters[0] === 'i');
}

const named: ItemMark = (line) => {
  const text = bulletItem(line) ?? numberedItem(line)?.text ?? line.text;
  const match = line.markedAs || line.text.length > MAX_NAMED ? null : NAMED.exec(text);
  return match
    ? { number: match[1] && /^\d/.test(match[1]) ? Number(match[1]) : null, text: match[2] ?? '' }
    : null;
};

const LETTERED = /^\(?([a-h]|[ivx]{1,4})[.)]\s+(?=\S)/i;

const lettered: ItemMark = ({ text, markedAs: as }) =>
  !as && LETTERED.test(text) ? { number: null, text: text.replace(LETTERED, '') } : null;

/** Parses the lines between tables separately. */
function parseAroundTables(lines: Line[], shape: Shape): ParsedBlocks {
  const parts: ParsedBlocks[] = [];
  for (let i = 0; i < lines.length;) {
    const rows = rowsFrom(lines, i);
    const next = rows.length > 0 ? i + rows.length : nextRow(lines, i);
    const part = lines.slice(i, next);
    const isText = rows.length === 0 && !findItemMark(part);
    parts.push(rows.length > 0 || isText ? parseBlocks(part, shape) : parseAssumptions(part, shape));
    i = next;
  }
  return { blocks: parts.flatMap(({ blocks }) => blocks), lines: parts.flatMap(({ lines }) => lines) };
}

function nextRow(lines: Line[], from: number): number {
  const at = lines.findIndex((line, i) => i > from && line.cells && !line.markedAs);
  return at < 0 ? lines.length : at;
}

function parseMarkedItems(lines: Line[], itemAt: ItemMark, shape: Shape): ParsedBlocks {
  const starts = lines.flatMap((line, i) => (isItem(line, itemAt) ? [i] : []));
  const first = starts[0]!;
  const end = findEndOfLastItem(lines, starts);
  const items: Item[] = [];
  for (const line of lines.slice(first, end)) {
    const start = isItem(line, itemAt) ? (itemAt(line) ?? { number: null, text: line.text }) : null;
    if (start) items.push({ ...start, head: line, below: [] });
    else if (!isBlank(line)) items.at(-1)!.below.push(line);
  }
  const [before, after] = [parseBlocks(lines.slice(0, first), shape), parseBlocks(lines.slice(end), shape)];
  return {
    blocks: [...before.blocks, ...assumptionBlocks(items), ...after.blocks],
    lines: [...before.lines, ...items.flatMap(itemLines), ...after.lines],
  };
}

function isItem(line: Line, itemAt: ItemMark): boolean {
  return !isBlank(line) && (line.markedAs === 'assumption' || itemAt(line) !== null);
}

/** The page's numbers, unless they repeat (Markdown's `1.` `1.`) or are missing. */
function assumptionBlocks(items: Item[]): Block[] {
  const given = items.map(({ number }) => number);
  const counted = given.some((number) => number === null) || new Set(given).size < given.length;
  return items.map(({ number, text, below }, i) => {
    const texts = below.map(({ text }) => text);
    // `Assumption 1:` alone has its text on the next line.
    const [head, rest] = text === '' && texts.length > 0 ? [texts[0]!, texts.slice(1)] : [text, texts];
    return { type: 'assumption', number: counted ? i + 1 : number!, ...splitLabelAndDetail(head, rest) };
  });
}

function itemLines({ head, below }: Item): LineAssignment[] {
  return [head, ...below].map((line) => ({ line, role: 'assumption' }));
}

/**
 * At the first blank line below the last item: text after it is about all items. If the items are a line with a
 * paragraph below, the last one includes its paragraph.
 */
function findEndOfLastItem(lines: Line[], starts: number[]): number {
  const [last = 0, before] = [starts.at(-1), starts.at(-2)];
  const spaced =
    before !== undefined &&
    lines.slice(before + 1, last).some((line) => line.text !== '') &&
    isBlank(lines[before + 1]);
  let at = last + 1;
  if (spaced) while (at < lines.length && isBlank(lines[at])) at++;
  while (at < lines.length && (!isBlank(lines[at]) || continuesItem(lines, at))) at++;
  return at;
}

/** Below a blank line, only lines indented like a list's content belong to the item. */
function continuesItem(lines: Line[], blank: number): boolean {
  return (textBelow(lines, blank)?.indent ?? 0) >= 4;
}
