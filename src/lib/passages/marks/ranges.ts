import type { Place } from '#lib/passages/anchor.ts';
import type { Range } from './marked-text.ts';

/** An element of the page with a part of a block's text, and its offset there (block-text.ts). */
export interface PieceLength {
  at: number;
  length: number;
}

/** A passage with the number of comments on it. */
export interface Passage extends Place {
  comments: number;
}

/** Where passages are in the pieces of a section's blocks: by block, then by piece. One may cross several blocks. */
export function rangesOf(blocks: PieceLength[][], passages: Place[]): Range[][][] {
  const starts = startsOf(blocks);
  const absolute = passages.flatMap(({ block, start, end }) => {
    const from = starts[block];
    return from === undefined ? [] : [{ start: from + start, end: from + end }];
  });
  return blocks.map((pieces, block) =>
    pieces.map(({ at, length }) => {
      const from = starts[block]! + at;
      return absolute
        .map(({ start, end }) => ({ start: Math.max(start - from, 0), end: Math.min(end - from, length) }))
        .filter(({ start, end }) => start < end);
    }),
  );
}

/** Where each block begins in the text of its section: between two blocks is one unit. */
export function startsOf(blocks: PieceLength[][]): number[] {
  let from = 0;
  return blocks.map((pieces) => {
    const start = from;
    const last = pieces.at(-1);
    from += (last ? last.at + last.length : 0) + 1;
    return start;
  });
}

/** The blocks that a passage is in, as indexes. */
export function blocksOf(blocks: PieceLength[][], { block, start, end }: Place): number[] {
  const starts = startsOf(blocks);
  const first = starts[block];
  if (first === undefined) return [];
  return starts.flatMap((from, i) => {
    const next = starts[i + 1] ?? Infinity;
    return i >= block && from < first + end && next > first + start ? [i] : [];
  });
}
