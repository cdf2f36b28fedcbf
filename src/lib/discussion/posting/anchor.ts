import type { Anchor } from '#lib/live/events.ts';
import type { Block, Section } from '#lib/verdicts/verdict.ts';

export function quoted(sections: Pick<Section, 'id' | 'blocks'>[], { section, quote }: Anchor): boolean {
  const blocks = sections.find(({ id }) => id === section)?.blocks ?? [];
  return folded(blocks.map(textOf).join(' ')).includes(folded(quote));
}

function textOf(block: Block): string {
  if (block.type === 'list') return block.items.join(' ');
  if (block.type === 'table') return [block.header ?? [], ...block.rows].flat().join(' ');
  if (block.type === 'assumption') return `${block.label} ${block.detail ?? ''}`;
  return block.text;
}

/** Pages show typographic quotes; the verdict may have straight ones. */
function folded(text: string): string {
  return text.replace(/[“”„]/g, '"').replace(/[‘’‚]/g, "'").replace(/\s+/g, ' ').trim();
}
