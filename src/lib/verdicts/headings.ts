import type { Line } from './page-lines.ts';
import type { SectionKind } from './verdict.ts';

export interface Heading {
  /** Without its number. */
  text: string;
  kind: SectionKind;
  /** Text that follows on the heading's own line (`SOCIAL FUNCTION: Transition management. …`). */
  inline: string | null;
  /** Whether a number in digits stands before it. */
  numbered: boolean;
}

const KINDS = new Map<string, SectionKind>([
  ['dissection', 'dissection'],
  ['core fallacy', 'fallacy'],
  ['hidden assumptions', 'assumptions'],
  ['hidden assumption', 'assumptions'],
  ['smuggled assumptions', 'assumptions'],
  ['assumptions', 'assumptions'],
  ['social function', 'social-function'],
  ['verdict', 'verdict'],
  ['final verdict', 'verdict'],
  ['oracle verdict', 'verdict'],
  ['oracle summary', 'summary'],
  ['attributed claim', 'claim'],
  ['rationale', 'rationale'],
  ['evidence used', 'evidence'],
  ['source excerpt', 'excerpt'],
]);
/** Names that no sentence begins with, so that text may follow them on the same line after a colon. */
const UNMISTAKABLE =
  /^(?:the dissection|the core fallacy|hidden assumptions|(?:the )?social function|the verdict)$/i;

const NUMBERING = /^\(?(?:\d{1,2}|[IVX]{1,5}|[A-H])[.)]\s+/;
const DIGITS = /^\(?\d{1,2}[.)]\s+/;
const SUFFIX = /\s*\([^()]*\)$/;
const STEP = /^step \d+\s*[:.—–-]\s*/i;
const MARKUP = /^#{1,6}\s+|\*\*/g;
const BANNER =
  /^(?:step \d+\b|(?:oracle|text|url|data|full|deep)\b.*\b(?:dissection|analysis|scan|protocol|autopsy|ingestion)\b(?!\s[a-z]))/i;
/** Lines whose name tells what they are, however much their value looks like a heading. */
const NAMED_LINE = /^\**(?:score|mode|attribution|confidence|(?:final |oracle )?classification)\**\s*:/i;
const MAX_LENGTH = 120;
const MAX_WORDS = 14;

/** A heading whose name is known, in upper or title case, with or without number, markup and suffix. */
export function knownHeading(line: Line): Heading | null {
  if (!/^[\p{Lu}\d(#*]/u.test(line.text) || (line.indent >= 2 && NUMBERING.test(line.text))) return null;
  const text = line.text.slice(0, MAX_LENGTH).replace(MARKUP, '').trim();
  const bare = text.replace(NUMBERING, '');
  const [name = '', cut = ''] = split(bare);
  const kind = kindOf(name);
  if (!kind || !/^\p{Lu}/u.test(name)) return null;
  return withTail({ line, name, cut, kind, bare, numbered: DIGITS.test(text) });
}

/** Upper-case lines, `STEP 1: …` and the like: headings of sections that nobody has seen before, or banners. */
export function unknownHeading(line: Line): Heading | null {
  const text = line.text.replace(MARKUP, '').trim();
  if (text.length > MAX_LENGTH || line.indent >= 2 || !/\p{L}{2}/u.test(text)) return null;
  if (isNamedLine(text)) return null;
  const markup = /^#{1,6}\s/.test(line.text);
  if (!markup && !isBanner(text) && !isUpperCase(text.replace(SUFFIX, ''))) return null;
  const bare = text.replace(NUMBERING, '');
  return {
    text: bare,
    kind: kindOf(bare.replace(STEP, '')) ?? 'other',
    inline: null,
    numbered: DIGITS.test(text),
  };
}

export function unnumbered(heading: string): string {
  return heading.replace(NUMBERING, '');
}

export function isNamedLine(text: string): boolean {
  return NAMED_LINE.test(text);
}

function kindOf(name: string): SectionKind | undefined {
  return KINDS.get(name.toLowerCase().replace(/^the /, ''));
}

/** `STEP 1: …`, `TEXT ANALYSIS PROTOCOL`, `ORACLE DISSECTION: …`: lines that announce what comes. */
export function isBanner(text: string): boolean {
  if (!BANNER.test(text) || text.length > MAX_LENGTH * 2 || /\.$/.test(text)) return false;
  return /^step/i.test(text) || startsUpper(text);
}

/** A short line that reads as a title: no full stop, every word of weight with a capital. */
export function isTitleCase(text: string): boolean {
  const words = text.replace(NUMBERING, '').replace(SUFFIX, '').split(' ');
  if (isNamedLine(text) || text.length > 80 || words.length > 10 || /[.,;:?!…"”]$/.test(text)) return false;
  const weighty = words.filter(
    (word) => !/^(?:an?|the|and|or|of|in|on|to|for|as|by|with|from|vs\.?|at|is)$/.test(word),
  );
  return (
    weighty.length > 0 &&
    weighty.every((word) => /^["“(]?[\p{Lu}\p{N}&/→—–-]/u.test(word)) &&
    /^\p{Lu}/u.test(words[0]!)
  );
}

export function isUpperCase(text: string): boolean {
  const fits = text.length <= MAX_LENGTH && text.split(' ').length <= MAX_WORDS;
  return (
    fits &&
    !/\p{Ll}/u.test(text) &&
    /\p{Lu}{2}/u.test(text) &&
    !/[.,;…"”]$/.test(text) &&
    !/^[•–—-]/.test(text)
  );
}

function startsUpper(text: string): boolean {
  return /^\p{Lu}{2,}[\p{Lu}\s]*(?:$|[\s:—–-])/u.test(text);
}

/** The name, and what follows it after a bracket, a colon or a dash. */
function split(heading: string): [string, string] {
  const at = heading.search(/\s*(?:\(|:|\s[—–-]\s)/);
  return at < 0 ? [heading.trim(), ''] : [heading.slice(0, at).trim(), heading.slice(at).trim()];
}

interface Tail {
  line: Line;
  name: string;
  cut: string;
  kind: SectionKind;
  bare: string;
  numbered: boolean;
}

/** Settles whether what follows the name belongs to the heading or is the section's first text, or makes it prose. */
function withTail({ line, name, cut, kind, bare, numbered }: Tail): Heading | null {
  const suffix = /^\([^()]*\)\s*:?/.exec(cut)?.[0] ?? '';
  const rest = cut.slice(suffix.length).trim();
  const heading = { kind, numbered };
  if (rest === '' || rest === ':') return { ...heading, text: bare.replace(/\s*:$/, ''), inline: null };
  if (!/^[:—–-]/.test(rest) && suffix) return null;
  const mayHoldText = isUpperCase(name) || UNMISTAKABLE.test(name);
  const isText =
    kind === 'social-function' ||
    kind === 'verdict' ||
    line.text.length >= MAX_LENGTH ||
    /[.!?”"]$/.test(rest);
  if (!isText) return { ...heading, text: bare, inline: null };
  if (!mayHoldText) return null;
  const inline = line.text.replace(MARKUP, '').trim().replace(NUMBERING, '').slice(bare.indexOf(rest));
  return {
    ...heading,
    text: bare.slice(0, bare.indexOf(rest)).trim(),
    inline: inline.replace(/^[:—–-]\s*/, ''),
  };
}

/** The kind of the section under this heading, as the parser would read it. */
export function kindOfHeading(heading: string): SectionKind {
  return knownHeading({ number: 1, text: heading, indent: 0 })?.kind ?? 'other';
}
