import { markup, type Markup } from '#lib/ui/markup.ts';

/** UTF-16 code units of a text. */
export interface Range {
  start: number;
  end: number;
}

/** Deeper overlaps look the same. */
const MAX_DEPTH = 3;

/**
 * A text in which these ranges are marked. Overlapping ones become segments, each marked once, and darker the more of
 * them overlap there, so that two hundred are no more elements than the eye can tell apart.
 */
export function markedText(text: string, ranges: Range[]): Markup {
  const segments = segmentsOf(text.length, ranges);
  return markup`${segments.map(({ start, end, depth }) => {
    const part = text.slice(start, end);
    if (depth === 0) return markup`${part}`;
    return depth === 1 ? markup`<mark>${part}</mark>` : markup`<mark class=d${depth}>${part}</mark>`;
  })}`;
}

/** Without a gap from 0 to `length`; neighbours differ in depth. */
export function segmentsOf(length: number, ranges: Range[]): (Range & { depth: number })[] {
  const steps = ranges
    .map(({ start, end }) => ({ start: Math.max(start, 0), end: Math.min(end, length) }))
    .filter(({ start, end }) => start < end)
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const segments: (Range & { depth: number })[] = [];
  let covered = 0;
  let from = 0;
  for (const { at, by } of [...steps, { at: length, by: 0 }]) {
    const depth = Math.min(covered, MAX_DEPTH);
    const last = segments.at(-1);
    if (at > from && last?.depth === depth) last.end = at;
    else if (at > from) segments.push({ start: from, end: at, depth });
    from = at;
    covered += by;
  }
  return segments;
}
