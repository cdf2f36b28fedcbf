import type { Block, Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import type { DiffLineRole } from './version-diff-view.ts';

/** A verdict as lines, for comparison. */
export interface VerdictLine {
  role: DiffLineRole;
  label: string | null;
  text: string;
}

export function fieldLines(verdict: StructuredVerdict): VerdictLine[] {
  const { source, score } = verdict;
  const fields: [label: string, value: string | null | undefined][] = [
    ['Title', verdict.title],
    ['Source', source.feed ?? source.name],
    ['Address', source.url],
    ['Date', verdict.publishedText ?? verdict.publishedAt],
    ['Model', verdict.model],
    ['Opening', verdict.opening],
    ['Score', score && `${score.value}/${score.max}${score.band ? ` ${score.band}` : ''}`],
    ['Mode', verdict.mode],
    ['Attribution', verdict.attribution],
    ['Confidence', verdict.confidence === null ? null : `${verdict.confidence}%`],
    ['Speaker', verdict.speaker],
  ];
  return fields.map(([label, value]) => ({ role: 'field', label, text: value ?? '' }));
}

export function sectionLines({ heading, banners, blocks }: Section): VerdictLine[] {
  return [
    ...banners.map((text) => plainLine('text', text)),
    ...(heading === '' ? [] : [plainLine('heading', heading)]),
    ...blocks.flatMap(blockLines),
  ];
}

function blockLines(block: Block): VerdictLine[] {
  switch (block.type) {
    case 'heading':
      return [plainLine('sub-heading', block.text)];
    case 'list':
      return block.items.map((item) => plainLine('item', item));
    case 'table':
      return [...(block.header ? [block.header] : []), ...block.rows].map((cells) =>
        plainLine('row', cells.join(' | ')),
      );
    case 'assumption': {
      const { number, label, detail } = block;
      return [plainLine('assumption', `${number}. ${label}${detail === null ? '' : ` ${detail}`}`)];
    }
    default:
      return [plainLine('text', block.text)];
  }
}

function plainLine(role: DiffLineRole, text: string): VerdictLine {
  return { role, label: null, text };
}

export function claimLines({ claims }: StructuredVerdict): VerdictLine[] {
  return claims.map(({ kind, label }) => ({
    role: 'claim',
    label: kind === 'assumption' ? 'Assumption' : 'Classification',
    text: label,
  }));
}
