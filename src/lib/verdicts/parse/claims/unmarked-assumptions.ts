import type { Block } from '#lib/verdicts/verdict.ts';
import { parseBlocks, type ParsedBlocks } from '#lib/verdicts/parse/lines/blocks.ts';
import { endsSentence, isBlank, assignRole, type Line } from '#lib/verdicts/parse/lines/line.ts';
import { splitLabelAndDetail, splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';

// An item is at most a paragraph; a longer line is prose about all items.
const MAX_UNMARKED = 700;
const MAX_SINGLE = 300;
const INTRO =
  /(?::$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|some|following|these|\d+)\b[^.]{0,60}\b(?:assumptions?|premises?|beliefs?|things|claims|points)\b)/i;
const REMARK =
  /^(?:none|neither|all|each|any|every one|together|taken together|these|those|both) (?:of (?:these|them|this|the \w+)|assumptions?|together|\w+ are)\b/i;
const SAYS_NONE = /^(?:none|no hidden|n\/a|not applicable)\b/i;

/** Lines without marks are items if each could be one; an introduction and a closing remark stay text. */
export function parseUnmarkedAssumptions(lines: Line[], shape: Shape): ParsedBlocks {
  const pairs = hangingGroups(lines);
  const groups = pairs ?? splitGroups(lines);
  if (pairs || (groups.length >= 2 && groups.every(isLabelled)))
    return {
      blocks: groups.map(groupBlock),
      lines: groups.flatMap((group) => assignRole(group, 'assumption')),
    };
  const texts = lines.filter((line) => !isBlank(line));
  const items = [...texts.filter(({ markedAs: as }) => as === 'assumption'), ...itemsAmong(texts)];
  const isOne = new Set(items);
  let count = 0;
  const parts = texts.map((line): ParsedBlocks => {
    if (!isOne.has(line)) return parseBlocks([line], shape);
    const block = { type: 'assumption' as const, number: ++count, ...splitLabelAndDetail(line.text) };
    return { blocks: [block], lines: [{ line, role: 'assumption' }] };
  });
  if (items.length === 0) return parseBlocks(lines, shape);
  return { blocks: parts.flatMap(({ blocks }) => blocks), lines: parts.flatMap(({ lines }) => lines) };
}

function splitGroups(lines: Line[]): Line[][] {
  const groups: Line[][] = [[]];
  for (const line of lines) {
    if (!isBlank(line)) groups.at(-1)!.push(line);
    else if (groups.at(-1)!.length > 0) groups.push([]);
  }
  return groups.filter((group) => group.length > 0);
}

/** Lines with indented lines below, like HTML's terms and descriptions; null unless all lines are like that. */
function hangingGroups(lines: Line[]): Line[][] | null {
  const texts = lines.filter((line) => !isBlank(line));
  const groups: Line[][] = [];
  for (const line of texts) {
    if (line.indent >= HANGING && groups.length > 0) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups.length > 1 && groups.every((group) => group.length > 1) ? groups : null;
}

const HANGING = 4;

/** A line that isn't a sentence, with its text directly below. */
function isLabelled([first, second]: Line[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    first.markedAs === null &&
    first.text.length <= MAX_SINGLE &&
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
  const free = texts.filter(
    ({ markedAs: as, level }) => (as === null || as === 'assumption') && level === null,
  );
  const start = free[0] && isIntro(free[0]) ? 1 : 0;
  const end = free.length - start > 2 && REMARK.test(free.at(-1)!.text) ? free.length - 1 : free.length;
  const items = free.slice(start, end);
  const [only] = items;
  if (items.length === 1) return isSingleItem(only!) ? items : [];
  return items.every(({ text }) => text.length <= MAX_UNMARKED && !SAYS_NONE.test(text)) ? items : [];
}

function isIntro({ text }: Line): boolean {
  return text.length <= MAX_SINGLE && INTRO.test(text) && splitSentences(text).length === 1;
}

function isSingleItem({ text }: Line): boolean {
  return text.length <= MAX_SINGLE && !SAYS_NONE.test(text) && !text.endsWith(':');
}
