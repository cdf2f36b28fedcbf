import type { Scoring } from '#lib/verdicts/verdict.ts';
import { bulletItem, type Line } from '#lib/verdicts/parse/lines/line.ts';
import type { LineRole } from '#lib/verdicts/parse/parsed-page.ts';

const FIGURE = /^(score|mode|attribution|confidence|speaker)\s*:\s*(\S.*)$/i;
const SCORE = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*(?:\(([^()]+)\))?$/;
const CONFIDENCE = /^(\d{1,3}(?:\.\d+)?)\s*%$/;
const MAX_FIGURE = 300;

/** A figure (`Score: 15/100 (lucid)`, `Mode: …`) as part of the scoring, or null. */
export function parseFigure({
  text,
  markedAs,
  cells,
}: Line): { role: LineRole; part: Partial<Scoring> } | null {
  const [, name = '', written = ''] =
    (!markedAs && !cells && text.length <= MAX_FIGURE && FIGURE.exec(text)) || [];
  const value = written.trim();
  switch (name.toLowerCase()) {
    case 'score':
      return figure('score', 'score', parseScore(value));
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

/** `15/100 (lucid)`; null if the score exceeds its maximum. */
export function parseScore(text: string): Scoring['score'] {
  const [, value, max, band] = SCORE.exec(text.trim()) ?? [];
  if (value === undefined || Number(value) > Number(max) || Number(max) === 0) return null;
  return { value: Number(value), max: Number(max), band: band?.trim() ?? null };
}

function readConfidence(text: string): number | null {
  const percent = Number(CONFIDENCE.exec(text)?.[1] ?? NaN);
  return percent <= 100 ? percent : null;
}

const NAME = /^(?:score|mode|attribution|confidence)\s*:?$/i;
const MAX_BELOW = 80;
const NEXT = /\s*[·|•;,]?\s+(?=(?:score|mode|attribution|confidence)\s*:)/gi;

/**
 * Puts each figure on its own line as `Name: value`. Pages also write the value on the next line, or the figures as a
 * list, as a table or all on one line.
 */
export function splitFigureLines(lines: Line[]): Line[] {
  const split = lines.flatMap(figuresInLine);
  return split.flatMap((line, i) => {
    const above = split.slice(Math.max(i - 2, 0), i).findLast((each) => each.text !== '');
    if (above && isName(above) && isValueFor(above, line)) return [];
    const below = isName(line) ? split.slice(i + 1, i + 3).find((each) => each.text !== '') : undefined;
    return below && isValueFor(line, below) ? [joinFigure(line, below)] : [line];
  });
}

function figuresInLine(line: Line): Line[] {
  if (line.markedAs || line.text === '' || line.text.length > MAX_FIGURE) return [line];
  const [name = '', value, more] = line.cells ?? [];
  const isRow = value !== undefined && more === undefined && NAME.test(name);
  const text = isRow ? `${name.replace(/:$/, '')}: ${value}` : (bulletItem(line) ?? line.text);
  const parts = text.split(NEXT);
  return parts.every((part) => FIGURE.test(part))
    ? parts.map((part) => ({ ...line, cells: null, text: part }))
    : [line];
}

function isName({ text, markedAs }: Line): boolean {
  return !markedAs && NAME.test(text);
}

function isValueFor(name: Line, value: Line): boolean {
  return (
    !value.markedAs &&
    value.level === null &&
    value.text.length <= MAX_BELOW &&
    parseFigure(joinFigure(name, value)) !== null &&
    !NAME.test(value.text)
  );
}

function joinFigure(name: Line, value: Line): Line {
  return { ...name, last: value.last, text: `${name.text.replace(/\s*:$/, '')}: ${value.text}`, level: null };
}
