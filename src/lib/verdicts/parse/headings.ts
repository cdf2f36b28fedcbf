import {
  isBanner,
  isNamedLine,
  isTitleCase,
  isUpperCase,
  MAX_HEADING,
  NUMBERING,
  SUFFIX,
  unnumbered,
} from './heading-shapes.ts';
import type { Line } from './page-lines.ts';
import type { SectionKind } from '../verdict.ts';

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
/** Names that no sentence begins with: text may follow them on the same line, and words may be added to them. */
const UNMISTAKABLE =
  /^(?:(?:the )?(core fallacy|hidden assumptions|social function)|the dissection|the verdict)\b/i;

const DIGITS = /^\(?\d{1,2}[.)]\s+/;
const STEP = /^step \d+\s*[:.—–-]\s*/i;
const MARKUP = /^#{1,6}\s+|\*\*/g;

/** A heading whose name is known, in upper or title case, with or without number, markup and suffix. */
export function knownHeading(line: Line): Heading | null {
  if (!/^[\p{Lu}\d(#*]/u.test(line.text) || (line.indent >= 2 && NUMBERING.test(line.text))) return null;
  const text = line.text.slice(0, MAX_HEADING).replace(MARKUP, '').trim();
  const bare = unnumbered(text);
  const [name, tail] = split(bare);
  const kind =
    kindOf(name) ?? (isUpperCase(name) || isTitleCase(name) ? kindOf(UNMISTAKABLE.exec(name)?.[1]) : null);
  if (!kind || !/^\p{Lu}/u.test(name)) return null;
  const heading = { text: bare.replace(/\s*:$/, ''), kind, inline: null, numbered: DIGITS.test(text) };
  return withTail(line, heading, { name, tail });
}

/** Upper-case lines, `STEP 1: …` and the like: headings of sections that nobody has seen before, or banners. */
export function unknownHeading(line: Line): Heading | null {
  const text = line.text.replace(MARKUP, '').trim();
  const fits = text.length <= MAX_HEADING && line.indent < 2 && /\p{L}{2}/u.test(text);
  if (!fits || isNamedLine(text)) return null;
  const markup = /^#{1,6}\s/.test(line.text);
  if (!markup && !isBanner(text) && !isUpperCase(text.replace(SUFFIX, ''))) return null;
  const kind = kindOf(unnumbered(text).replace(STEP, '')) ?? 'other';
  return { text: unnumbered(text), kind, inline: null, numbered: DIGITS.test(text) };
}

/** The kind of the section under this heading, as the parser would read it. */
export function kindOfHeading(heading: string): SectionKind {
  return knownHeading({ number: 1, text: heading, indent: 0 })?.kind ?? 'other';
}

function kindOf(name = ''): SectionKind | null {
  return KINDS.get(name.toLowerCase().replace(/^the /, '')) ?? null;
}

/** The name, and what follows it after a bracket, a colon or a dash. */
function split(heading: string): [string, string] {
  const at = heading.search(/\s*(?:\(|:|\s[—–-]\s)/);
  return at < 0 ? [heading.trim(), ''] : [heading.slice(0, at).trim(), heading.slice(at).trim()];
}

/** Settles whether what follows the name belongs to the heading, is the section's first text, or makes it all prose. */
function withTail(
  line: Line,
  heading: Heading,
  { name, tail }: { name: string; tail: string },
): Heading | null {
  const suffix = /^\([^()]*\)\s*/.exec(tail)?.[0] ?? '';
  const rest = tail.slice(suffix.length);
  if (rest === '' || rest === ':') return heading;
  if (!/^[:—–-]/.test(rest)) return null;
  const labelled = heading.kind === 'social-function' || heading.kind === 'verdict';
  if (!labelled && line.text.length < MAX_HEADING && !/[.!?”"]$/.test(rest)) return heading;
  if (!isUpperCase(name) && !UNMISTAKABLE.test(name)) return null;
  const whole = unnumbered(line.text.replace(MARKUP, '').trim());
  const cut = whole.indexOf(rest.slice(0, 1), name.length + suffix.length);
  return { ...heading, text: whole.slice(0, cut).trim(), inline: whole.slice(cut).replace(/^[:—–-]\s*/, '') };
}
