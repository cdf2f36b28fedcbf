import type { Block } from '#lib/verdicts/verdict.ts';
import {
  bulletItem,
  endsSentence,
  isBlank,
  numberedItem,
  textAbove,
  textBelow,
  type Line,
  type LineAssignment,
} from './line.ts';
import type { LineRole } from '#lib/verdicts/parse/parsed-page.ts';
import { isStandaloneTitle } from '#lib/verdicts/parse/sections/sections.ts';
import { splitLabelAndDetail } from './sentences.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import { buildTable } from './tables.ts';

type List = Extract<Block, { type: 'list' }>;

export interface ParsedBlocks {
  blocks: Block[];
  lines: LineAssignment[];
}

/** One line is one paragraph. */
export function parseBlocks(lines: Line[], shape: Shape): ParsedBlocks {
  const blocks: Block[] = [];
  const roles: LineAssignment[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    const rows = rowsFrom(lines, i);
    const block = rows.length > 0 ? buildTable(rows) : blockAt(lines, i, { blocks, shape });
    if (block) addBlock(blocks, block);
    roles.push(
      ...(rows.length > 0 ? rows : [line]).map((each) => ({ line: each, role: roleOf(blocks.at(-1)!) })),
    );
    i += Math.max(rows.length - 1, 0);
  }
  return { blocks, lines: roles };
}

export function rowsFrom(lines: Line[], i: number): Line[] {
  let end = i;
  while (
    end < lines.length &&
    lines[end]!.cells &&
    !lines[end]!.markedAs &&
    (end === i || !lines[end]!.header)
  )
    end++;
  return lines.slice(i, end);
}

/** Null if the line continues the list item above it. */
function blockAt(
  lines: Line[],
  i: number,
  { blocks, shape }: { blocks: Block[]; shape: Shape },
): Block | null {
  const line = lines[i]!;
  if (line.markedAs === 'assumption')
    return {
      type: 'assumption',
      number: countAssumptions(blocks) + 1,
      ...splitLabelAndDetail(withoutItemMark(line)),
    };
  const open = openList(blocks);
  if (!open || !continuesItem(lines, i)) return blockOf(lines, i, shape);
  open.items.push(`${open.items.pop()} ${line.text}`);
  return null;
}

function withoutItemMark(line: Line): string {
  const text = bulletItem(line) ?? numberedItem(line)?.text ?? line.text;
  return text.replace(/^(?:hidden )?assumption(?:\s*#?\d+)?\s*[:.—–-]\s*/i, '') || text;
}

function countAssumptions(blocks: Block[]): number {
  return blocks.filter(({ type }) => type === 'assumption').length;
}

function blockOf(lines: Line[], i: number, shape: Shape): Block {
  const line = lines[i]!;
  if (line.level !== null) return { type: 'heading', text: line.text };
  const bullet = bulletItem(line);
  if (bullet !== null) return { type: 'list', ordered: false, items: [bullet] };
  const item = numberedItem(line);
  if (item && !isSubHeading(lines, i)) {
    const start = item.number === 1 ? {} : { start: item.number };
    return { type: 'list', ordered: true, items: [item.text], ...start };
  }
  const isHeading =
    item !== null ||
    (line.markedAs === null && textAbove(lines, i) !== undefined && isStandaloneTitle(lines, i, shape));
  return { type: isHeading ? 'heading' : 'paragraph', text: line.text };
}

/** A numbered line that isn't a sentence and has prose below it: `1. The Threshold`. */
export function isSubHeading(lines: Line[], i: number): boolean {
  const line = lines[i]!;
  const above = textAbove(lines, i);
  const before = above && numberedItem(above);
  const number = numberedItem(line)?.number ?? 0;
  if (line.indent >= 2 || endsSentence(line.text) || before?.number === number - 1) return false;
  const next = textBelow(lines, i);
  return next !== undefined && next.indent < 2 && bulletItem(next) === null && numberedItem(next) === null;
}

function addBlock(blocks: Block[], block: Block): void {
  const open = openList(blocks);
  if (open && block.type === 'list' && continues(open, block)) open.items.push(...block.items);
  else blocks.push(block);
}

function openList(blocks: Block[]): List | null {
  const last = blocks.at(-1);
  return last?.type === 'list' ? last : null;
}

function continues(list: List, next: List): boolean {
  if (list.ordered !== next.ordered) return false;
  return !list.ordered || (list.start ?? 1) + list.items.length === (next.start ?? 1);
}

/** An indented line directly below an item, without its own marker. */
function continuesItem(lines: Line[], i: number): boolean {
  const line = lines[i]!;
  const isItem = line.level !== null || bulletItem(line) !== null || numberedItem(line) !== null;
  return line.indent >= 2 && !isBlank(lines[i - 1]) && !isItem && !line.markedAs;
}

function roleOf({ type }: Block): LineRole {
  return type === 'heading' ? 'sub-heading' : type;
}
