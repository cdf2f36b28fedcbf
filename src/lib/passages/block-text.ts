import type { Block } from '#lib/verdicts/verdict.ts';

/** A text that the page shows in an element of its own: a paragraph, an item of a list, a cell. */
export interface Piece {
  text: string;
  /** Its offset in the block's text. */
  at: number;
}

/**
 * The texts that the page shows of a block, in the order of its elements: `p`, `blockquote` and `h3`; `li`; `th` and
 * `td`; `.label` and `.detail`. Numbers of lists and assumptions are not part of the text. Pages show typographic quotes,
 * each one for one unit, so that an offset in an element's text is the same in the published text.
 */
export function piecesOf(block: Block): Piece[] {
  let at = 0;
  return rowsOf(block).flatMap((row) =>
    row.map((text) => {
      const piece = { text, at };
      // Between two pieces is one unit.
      at += text.length + 1;
      return piece;
    }),
  );
}

/** The text that offsets refer to: items and rows are joined by line breaks, cells by tabs. */
export function blockText(block: Block): string {
  return rowsOf(block)
    .map((row) => row.join('\t'))
    .join('\n');
}

function rowsOf(block: Block): string[][] {
  switch (block.type) {
    case 'list':
      return block.items.map((item) => [item]);
    case 'table':
      return block.header ? [block.header, ...block.rows] : block.rows;
    case 'assumption':
      return block.detail ? [[block.label], [block.detail]] : [[block.label]];
    default:
      return [[block.text]];
  }
}
