import type { Place } from '#lib/passages/anchor.ts';
import type { Range } from './marked-text.ts';

/** An element of the page with a part of a block's text, and its offset there (block-text.ts). */
export interface PieceLength {
  at: number;
  length: number;
}

/** More marks can't be told apart. */
export const MARKED = 200;

/** A passage with the number of comments on it. */
export interface Passage extends Place {
  comments: number;
}

/**
 * Where passages are in the pieces of a section's blocks: by block, then by piece. One may cross several blocks. Whole
 * blocks aren't marked: the number beside them says enough, and marks in every line would disturb reading.
 */
export function rangesOf(blocks: PieceLength[][], passages: Place[]): Range[][][] {
  const starts = startsOf(blocks);
  const lengths = blocks.map(lengthOf);
  const absolute = passages.flatMap(({ block, start, end }) => {
    const from = starts[block];
    if (from === undefined || isWhole(starts, lengths, { block, start, end })) return [];
    return [{ start: from + start, end: from + end }];
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
    from += lengthOf(pieces) + 1;
    return start;
  });
}

function lengthOf(pieces: PieceLength[]): number {
  const last = pieces.at(-1);
  return last ? last.at + last.length : 0;
}

/** From the beginning of a block to the end of one. */
function isWhole(
  starts: number[],
  lengths: number[],
  { block, start, end }: Omit<Place, 'section'>,
): boolean {
  const to = starts[block]! + end;
  return start === 0 && starts.some((from, i) => i >= block && to === from + lengths[i]!);
}

/** Whether two passages of a section have text in common. */
export function overlap(blocks: PieceLength[][], a: Place, b: Place): boolean {
  const starts = startsOf(blocks);
  const [aFrom, bFrom] = [starts[a.block] ?? NaN, starts[b.block] ?? NaN];
  return aFrom + a.start < bFrom + b.end && bFrom + b.start < aFrom + a.end;
}

/** The blocks that a passage is in, as indexes. */
export const blocksOf = (blocks: PieceLength[][], place: Place): number[] =>
  touchedBy(startsOf(blocks), place);

/** By block: the comments on passages that are in it. */
export function countsOf(blocks: PieceLength[][], passages: Passage[]): number[] {
  const starts = startsOf(blocks);
  const counts = blocks.map(() => 0);
  for (const passage of passages)
    for (const block of touchedBy(starts, passage)) counts[block]! += passage.comments;
  return counts;
}

function touchedBy(starts: number[], { block, start, end }: Place): number[] {
  const first = starts[block];
  if (first === undefined) return [];
  return starts.flatMap((from, i) => {
    const next = starts[i + 1] ?? Infinity;
    return i >= block && from < first + end && next > first + start ? [i] : [];
  });
}
