import type { Block, Section, StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { columns } from './print.ts';

const WIDTH = 100;

export function formatSummary(verdict: StructuredVerdict): string {
  const { sections, claims } = verdict;
  return [
    columns(headRows(verdict).map(([name, value]) => ['', name, cut(value ?? 'none found')])),
    `\n  ${sections.length} sections`,
    columns(sections.map(sectionRow)),
    `\n  ${claims.length} claims to vote on`,
    columns(claims.map(({ origin, label }) => ['', '', origin, cut(label)])),
    '',
  ].join('\n');
}

type Row = [name: string, value: string | null];

function headRows(verdict: StructuredVerdict): Row[] {
  return [
    ['title', verdict.title],
    ['shape', verdict.sample ? `${verdict.shape}, a sample` : verdict.shape],
    ['feed', verdict.source.feed],
    ['address', verdict.source.url],
    ['date', verdict.publishedAt ?? verdict.publishedText],
    ['model', verdict.model],
    ['opening', verdict.opening],
    ...(verdict.shape === 'scored-claim' ? figureRows(verdict) : []),
  ];
}

function figureRows({ score, mode, attribution, confidence }: StructuredVerdict): Row[] {
  return [
    ['score', score && `${score.value}/${score.max}${score.band ? ` (${score.band})` : ''}`],
    ['mode', mode],
    ['attribution', attribution],
    ['confidence', confidence === null ? null : `${confidence}%`],
  ];
}

function sectionRow(section: Section): string[] {
  return ['', '', section.heading || '(before any heading)', section.kind, contents(section)];
}

const NAMES: Record<Block['type'], [one: string, many: string]> = {
  paragraph: ['paragraph', 'paragraphs'],
  heading: ['sub-heading', 'sub-headings'],
  list: ['list', 'lists'],
  table: ['table', 'tables'],
  assumption: ['assumption', 'assumptions'],
};

function contents({ blocks, banners }: Section): string {
  const counted = Object.entries(NAMES).map(([type, names]) => {
    const count = blocks.filter((block) => block.type === type).length;
    return count && `${count} ${names[count === 1 ? 0 : 1]}`;
  });
  const parts = counted.filter((part) => part !== 0);
  return [...parts, ...banners.map((banner) => `below “${banner}”`)].join(', ') || 'empty';
}

function cut(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}
