import type { Scoring } from '../verdict.ts';
import type { Line } from './line.ts';
import type { LineRole } from './reading.ts';

const FIGURE = /^(score|mode|attribution|confidence|speaker)\s*:\s*(\S.*)$/i;
const SCORE = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*(?:\(([^()]+)\))?$/;
const CONFIDENCE = /^(\d{1,3}(?:\.\d+)?)\s*%$/;
const MAX_FIGURE = 300;

/** A figure (`Score: 15/100 (lucid)`, `Mode: …`) that a line gives, as a part of the scoring; null if it gives none. */
export function readFigure({ text, as }: Line): { role: LineRole; part: Partial<Scoring> } | null {
  const [, name = '', written = ''] = (!as && text.length <= MAX_FIGURE && FIGURE.exec(text)) || [];
  const value = written.trim();
  switch (name.toLowerCase()) {
    case 'score':
      return figure('score', 'score', readScore(value));
    case 'mode':
      return figure('mode', 'mode', value);
    case 'attribution':
      return figure('attribution', 'attribution', value);
    case 'speaker':
      return figure('attribution', 'speaker', value);
    case 'confidence':
      return figure('confidence', 'confidence', readConfidence(value));
    default:
      return null;
  }
}

function figure<K extends keyof Scoring>(role: LineRole, name: K, value: Scoring[K]) {
  return value === null ? null : { role, part: { [name]: value } };
}

/** `15/100 (lucid)`; null if the score is over its maximum. */
export function readScore(text: string): Scoring['score'] {
  const [, value, max, band] = SCORE.exec(text.trim()) ?? [];
  if (value === undefined || Number(value) > Number(max) || Number(max) === 0) return null;
  return { value: Number(value), max: Number(max), band: band?.trim() ?? null };
}

function readConfidence(text: string): number | null {
  const percent = Number(CONFIDENCE.exec(text)?.[1] ?? NaN);
  return percent <= 100 ? percent : null;
}
