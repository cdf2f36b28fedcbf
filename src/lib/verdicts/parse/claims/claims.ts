import { matchKey } from '#lib/verdicts/match-key.ts';
import { splitSentences } from '#lib/verdicts/parse/lines/sentences.ts';
import { claimInRow } from '#lib/verdicts/parse/lines/tables.ts';
import type { Block, ClaimDraft, Scoring, Section, SectionKind } from '#lib/verdicts/verdict.ts';

const MAX_LABEL_WORDS = 8;
const MAX_LABEL = 80;
// A label is a name (`Transition management.`); text with one of these verbs or subjects is a sentence.
const SENTENCE =
  /\b(?:is|are|was|were|does|do|did|has|have|will|would|can|could|may|might|must|performs?|serves?|functions?|provides?|acts?|works?|operates?)\b/i;
const SUBJECT =
  /^(?:this|it|its|they|these|that|those|there|the (?:paper|author|article|piece|text|report|study|essay)s?)\b/i;

/** Each claim once: classifications first, then assumptions. */
export function extractClaims(parts: {
  labels: string[];
  sections: Section[];
  scoring: Scoring;
}): ClaimDraft[] {
  return uniqueClaims([
    ...parts.labels.map((label) => claim('classification-line', label)),
    ...socialFunction(parts.sections),
    ...scored(parts.scoring),
    ...assumptions(parts.sections),
  ]);
}

/** The section's first words, if they are a label. */
function socialFunction(sections: Section[]): ClaimDraft[] {
  const first = sections.find((section) => section.kind === 'social-function')?.blocks[0];
  if (first?.type !== 'paragraph') return [];
  const dash = /^(.+?)\s[—–-]\s/.exec(first.text)?.[1];
  const [sentence = ''] = splitSentences(first.text);
  const label = [sentence, dash ?? ''].find((text) => isLabel(text));
  return label ? [claim('social-function', label)] : [];
}

function isLabel(text: string): boolean {
  if (text === '' || text.length > MAX_LABEL || text.split(' ').length > MAX_LABEL_WORDS) return false;
  return !/[?:,]$/.test(text) && !SENTENCE.test(text) && !SUBJECT.test(text);
}

function scored({ score, mode }: Scoring): ClaimDraft[] {
  const claims: ClaimDraft[] = [];
  if (score)
    claims.push(claim('score', `${score.value}/${score.max}${score.band ? ` (${score.band})` : ''}`));
  if (mode) claims.push(claim('mode', mode));
  return claims;
}

function assumptions(sections: Section[]): ClaimDraft[] {
  return sections
    .flatMap(({ kind, blocks }) => blocks.flatMap((block) => assumptionsIn(block, kind)))
    .map(({ label, detail }) => ({ kind: 'assumption', origin: 'assumption', label, detail }));
}

function assumptionsIn(block: Block, kind: SectionKind): { label: string; detail: string | null }[] {
  if (block.type === 'assumption') return [block];
  if (block.type !== 'table' || kind !== 'assumptions') return [];
  return block.rows.map((row) => claimInRow(row, block.header)).filter((row) => row !== null);
}

function claim(origin: ClaimDraft['origin'], label: string): ClaimDraft {
  return { kind: 'classification', origin, label, detail: null };
}

function uniqueClaims(claims: ClaimDraft[]): ClaimDraft[] {
  const seen = new Set<string>();
  return claims.filter(({ kind, label }) => {
    const key = `${kind} ${matchKey(label)}`;
    if (matchKey(label) === '' || seen.has(key)) return false;
    return seen.add(key);
  });
}
