import { plainLine } from '#lib/excerpt.ts';

// PostgreSQL's `ts_headline` marks words in text that it doesn't escape, and doesn't know our folding.

/** Scripts that don't separate words by spaces: each of their letters is searched for, as in `search_fold`. */
const LETTERS =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3ffff}';
const LETTER = `(?:(?![${LETTERS}])[\\p{L}\\p{N}\\p{M}])+`;
const WORD = new RegExp(`[${LETTERS}]+|${LETTER}(?:['’]${LETTER})*`, 'gu');
const IS_RUN = new RegExp(`^[${LETTERS}]`, 'u');

/** Characters of an excerpt. */
const LENGTH = 240;
/** Shown before the first word found. */
const BEFORE = 60;

interface Found {
  start: number;
  end: number;
}

/** A word as `search_fold` of the migration writes it. A difference would only cost a mark. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/['’\u0640]/g, '')
    .replace(/[\u0300-\u036f]|[\u0591-\u05c7]|[\u0610-\u061a]|[\u064b-\u065f]|\u0670/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replace(/[øłđħı]/g, (letter) => 'oldhi'['øłđħı'.indexOf(letter)]!);
}

/** The words of a text, folded; runs of letters that are words of their own stay together, as they are. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => (isRun(word) ? word : foldWord(word))).filter(Boolean);
}

export const isRun = (word: string): boolean => IS_RUN.test(word);

/**
 * The passage of a text with the most words found, as HTML: everything is escaped, then `<mark>` is put around them.
 * `runs`: what is found inside runs of letters without spaces.
 */
export function excerpt(text: string, found: ReadonlySet<string>, runs: readonly string[]): string {
  const line = plainLine(text);
  const marks = marksIn(line, found, runs);
  const { start, end } = passage(line, marks);
  let html = start > 0 ? '…' : '';
  let at = start;
  for (const mark of marks.filter((each) => each.start >= start && each.end <= end)) {
    html += `${escaped(line.slice(at, mark.start))}<mark>${escaped(line.slice(mark.start, mark.end))}</mark>`;
    at = mark.end;
  }
  return html + escaped(line.slice(at, end)) + (end < line.length ? '…' : '');
}

function marksIn(line: string, found: ReadonlySet<string>, runs: readonly string[]): Found[] {
  return [...line.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    if (!isRun(word)) return found.has(foldWord(word)) ? [{ start: index, end: index + word.length }] : [];
    return joined(
      runs.flatMap((run) => occurrences(word, run)),
      index,
    );
  });
}

/** Compared as NFKC, which writes some letters of a query as two. */
function occurrences(word: string, run: string): Found[] {
  const starts: number[] = [];
  let folded = '';
  let length = 0;
  for (const char of word) {
    const plain = char.normalize('NFKC');
    folded += plain;
    for (let i = 0; i < plain.length; i++) starts.push(length);
    length += char.length;
  }
  starts.push(length);
  const found: Found[] = [];
  for (let at = folded.indexOf(run); at >= 0; at = folded.indexOf(run, at + run.length))
    found.push({ start: starts[at]!, end: starts[at + run.length]! });
  return found;
}

/** Without overlaps, in order, moved by `offset`. */
function joined(parts: Found[], offset: number): Found[] {
  const whole: Found[] = [];
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (last && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else whole.push({ ...part });
  }
  return whole.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
}

function passage(line: string, marks: Found[]): Found {
  if (line.length <= LENGTH) return { start: 0, end: line.length };
  const room = LENGTH - BEFORE;
  let best = { first: marks[0]?.start ?? 0, count: 0 };
  for (let from = 0, to = 0; from < marks.length; from++) {
    while (to < marks.length && marks[to]!.end <= marks[from]!.start + room) to++;
    if (to - from > best.count) best = { first: marks[from]!.start, count: to - from };
  }
  const start = best.first <= BEFORE ? 0 : atBorder(line, best.first - BEFORE, best.first);
  const end = Math.min(line.length, start + LENGTH);
  return { start, end: end === line.length ? end : atBorderBefore(line, end, start + LENGTH / 2) };
}

/** The first position from `at` on, up to `most`, that is the beginning of a word. */
function atBorder(line: string, at: number, most: number): number {
  const space = line.indexOf(' ', at);
  return space >= 0 && space < most ? space + 1 : wholeCharacter(line, at);
}

function atBorderBefore(line: string, at: number, least: number): number {
  const space = line.lastIndexOf(' ', at);
  return space >= least ? space : wholeCharacter(line, at);
}

const wholeCharacter = (line: string, at: number) => (/[\udc00-\udfff]/.test(line[at] ?? '') ? at - 1 : at);

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}
