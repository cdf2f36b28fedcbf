import type { SectionLines } from './cut-sections.ts';
import { webAddress } from './labels.ts';
import type { Scoring } from '../verdict.ts';

const NO_SCORING: Scoring = { score: null, mode: null, attribution: null, confidence: null, speaker: null };
const FIGURE = /^(score|mode|attribution|confidence)\s*:\s*(\S.*)$/i;
const SCORE = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*(?:\(([^()]+)\))?$/;
const CONFIDENCE = /^(\d{1,3}(?:\.\d+)?)\s*%$/;
const LINK =
  /^(?:(?:source|link|url|original|(?:read|view|see|open)?(?: the)? ?(?:original|full|source)(?: (?:article|source|story|report|paper|post))?)\s*[:→]?\s*)?(https?:\/\/\S+)$/i;

/**
 * Takes the figures (`Score: 15/100 (lucid)`, `Mode: …`) out of the sections' lines. A line that can't be understood
 * stays where it is, as text. The excerpt is the source's own words, so nothing is taken from it.
 */
export function takeScoring(sections: SectionLines[]): Scoring {
  const scoring = { ...NO_SCORING };
  for (const section of sections.filter((section) => section.kind !== 'excerpt'))
    section.lines = section.lines.filter((line) => !took(scoring, line.text));
  return scoring;
}

/** Takes the link line at the end of the page. */
export function takeLink(sections: SectionLines[]): string | null {
  const lines = sections.at(-1)?.lines ?? [];
  const at = lines.findLastIndex((line) => line.text !== '');
  const url = webAddress(LINK.exec(lines[at]?.text ?? '')?.[1] ?? '');
  if (url) lines.splice(at, 1);
  return url;
}

function took(scoring: Scoring, text: string): boolean {
  const [, name = '', value = ''] = FIGURE.exec(text.replaceAll('**', '')) ?? [];
  switch (name.toLowerCase()) {
    case 'score':
      return keep(scoring, 'score', readScore(value));
    case 'mode':
      return keep(scoring, 'mode', value.trim());
    case 'attribution':
      return keep(scoring, 'attribution', value.trim());
    case 'confidence':
      return keep(scoring, 'confidence', readConfidence(value.trim()));
    default:
      return false;
  }
}

function keep<K extends keyof Scoring>(scoring: Scoring, name: K, value: Scoring[K]): boolean {
  if (scoring[name] !== null || value === null) return false;
  scoring[name] = value;
  return true;
}

function readScore(text: string): Scoring['score'] {
  const [, value, max, band] = SCORE.exec(text.trim()) ?? [];
  if (value === undefined || Number(value) > Number(max) || Number(max) === 0) return null;
  return { value: Number(value), max: Number(max), band: band?.trim() ?? null };
}

function readConfidence(text: string): number | null {
  const percent = Number(CONFIDENCE.exec(text)?.[1] ?? NaN);
  return percent <= 100 ? percent : null;
}
