import { standsAlone } from './cut-sections.ts';
import {
  bulletItem,
  endsSentence,
  isBlank,
  numberedItem,
  textAbove,
  textBelow,
  type Line,
} from './page-lines.ts';
import type { Block } from '../verdict.ts';

type List = Extract<Block, { type: 'list' }>;

/** The blocks of a section: paragraphs, dash lists, numbered lists, sub-headings. One line is one paragraph. */
export function readBlocks(lines: Line[]): Block[] {
  const blocks: Block[] = [];
  lines.forEach((line, i) => {
    if (line.text === '') return;
    const open = openList(blocks);
    if (open && goesOnItem(lines, i)) open.items.push(`${open.items.pop()} ${line.text}`);
    else addBlock(blocks, blockOf(lines, i));
  });
  return blocks;
}

function blockOf(lines: Line[], i: number): Block {
  const line = lines[i]!;
  const bullet = bulletItem(line);
  if (bullet !== null) return { type: 'list', ordered: false, items: [bullet] };
  const item = numberedItem(line);
  if (item && !isSubHeading(lines, i)) {
    const start = item.number === 1 ? {} : { start: item.number };
    return { type: 'list', ordered: true, items: [item.text], ...start };
  }
  const heads = item !== null || (textAbove(lines, i) !== undefined && standsAlone(lines, i));
  return { type: heads ? 'heading' : 'paragraph', text: line.text };
}

/** A numbered line that is no sentence and has prose below it, as in `1. The Threshold` above a paragraph. */
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

/** An indented line right below an item, with no mark of its own, goes on with the item. */
function goesOnItem(lines: Line[], i: number): boolean {
  const line = lines[i]!;
  return (
    line.indent >= 2 && !isBlank(lines[i - 1]) && bulletItem(line) === null && numberedItem(line) === null
  );
}
