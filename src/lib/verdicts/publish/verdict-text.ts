import type { Block, StructuredVerdict } from '#lib/verdicts/verdict.ts';

/** All text of a verdict in reading order, each part once. */
export function verdictText(verdict: StructuredVerdict): string {
  const { score, mode, attribution, confidence } = verdict;
  return [
    verdict.title,
    verdict.opening,
    ...verdict.sections.flatMap(({ banners, heading, blocks }) => [
      ...banners,
      heading,
      ...blocks.map(blockText),
    ]),
    score && `${score.value}/${score.max} ${score.band ?? ''}`,
    mode,
    attribution,
    confidence === null ? null : `${confidence}%`,
    ...verdict.claims.filter(({ origin }) => origin === 'classification-line').map(({ label }) => label),
  ]
    .filter((text) => text !== null && text !== '')
    .join('\n');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'list':
      return block.items.join('\n');
    case 'table':
      return [block.header ?? [], ...block.rows].map((cells) => cells.join(' ')).join('\n');
    case 'assumption':
      return `${block.label}\n${block.detail ?? ''}`;
    default:
      return block.text;
  }
}
