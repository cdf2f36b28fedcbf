import {
  isBanner,
  isNamedLine,
  isTitleCase,
  isUpperCase,
  MAX_HEADING,
  NUMBERING,
  SUFFIX,
  stripNumber,
} from './heading-shapes.ts';
import type { Line } from '#lib/verdicts/parse/lines/line.ts';
import type { Shape } from '#lib/verdicts/parse/shape.ts';
import type { SectionKind } from '#lib/verdicts/verdict.ts';

export interface Heading {
  /** Without its number. */
  text: string;
  kind: SectionKind;
  /** Text on the heading's own line (`SOCIAL FUNCTION: Transition management. …`). */
  inline: string | null;
  /** The heading starts with a number in digits. */
  numbered: boolean;
}

const DIGITS = /^\(?\d{1,2}[.)]\s+/;
const STEP = /^step \d+\s*[:.—–-]\s*/i;
// `🏗️ The Structural Reality`, including joiners and skin tones.
const LEADING_EMOJI = /^(?:(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f)+\s*)+/u;

/** In these, a short text after a colon belongs to the heading (`THE CORE FALLACY: Institutional faith`). */
const EXTENDABLE_KINDS = new Set<SectionKind>(['dissection', 'fallacy', 'assumptions']);

type Names = Pick<Shape, 'sectionKinds' | 'distinctiveNames'>;

/** A heading with a name of the shape, in upper or title case; number, emoji and suffix are optional. */
export function knownHeading(line: Line, names: Names): Heading | null {
  if (line.cells || (line.markedAs && line.markedAs !== 'heading')) return null;
  const whole = stripEmoji(line.text);
  const capital = line.level === null ? /^[\p{Lu}\d(]/u : /^[\p{L}\d(]/u;
  if (!capital.test(whole) || (line.indent >= 2 && NUMBERING.test(whole))) return null;
  const text = whole.slice(0, MAX_HEADING).trim();
  const bare = stripNumber(text);
  const [name, tail] = splitHeading(bare);
  const kind =
    kindOf(name, names) ??
    (isUpperCase(name) || isTitleCase(name) ? kindOf(names.distinctiveNames?.exec(name)?.[1], names) : null);
  if (!kind || (line.level === null && !/^\p{Lu}/u.test(name))) return null;
  const heading = { text: bare.replace(/\s*:$/, ''), kind, inline: null, numbered: DIGITS.test(text) };
  return withTail(heading, { whole, name, tail }, names);
}

/** Marked or upper-case lines and `STEP 1: …`: headings with other names, or banners. */
export function unknownHeading(line: Line, names: Names): Heading | null {
  if (line.markedAs || line.cells) return null;
  const text = stripEmoji(line.text);
  const fits = text.length <= MAX_HEADING && line.indent < 2 && /\p{L}{2}/u.test(text);
  if (!fits || isNamedLine(text)) return null;
  if (line.level === null && !isBanner(text) && !isUpperCase(text.replace(SUFFIX, ''))) return null;
  return parseHeading(text, names);
}

export function parseHeading(text: string, names: Names): Heading {
  const whole = stripEmoji(text);
  const kind = kindOf(stripNumber(whole).replace(STEP, ''), names) ?? 'other';
  return { text: stripNumber(whole), kind, inline: null, numbered: DIGITS.test(whole) };
}

export function stripEmoji(text: string): string {
  return text.replace(LEADING_EMOJI, '');
}

function kindOf(name = '', { sectionKinds }: Names): SectionKind | null {
  return sectionKinds.get(name.toLowerCase().replace(/^the /, '')) ?? null;
}

/** The name, and the rest from a bracket, a colon or a dash on. */
function splitHeading(heading: string): [string, string] {
  const at = heading.search(/\s*(?:\(|:|\s[—–-]\s)/);
  return at < 0 ? [heading.trim(), ''] : [heading.slice(0, at).trim(), heading.slice(at).trim()];
}

/** The rest may belong to the heading or be the section's first text; null if the line is prose. */
function withTail(
  heading: Heading,
  { whole, name, tail }: { whole: string; name: string; tail: string },
  { distinctiveNames }: Names,
): Heading | null {
  const suffix = /^\([^()]*\)\s*/.exec(tail)?.[0] ?? '';
  const rest = tail.slice(suffix.length);
  if (rest === '' || rest === ':') return heading;
  if (!/^[:—–-]/.test(rest)) return null;
  if (EXTENDABLE_KINDS.has(heading.kind) && whole.length < MAX_HEADING && !/[.!?”"]$/.test(rest))
    return heading;
  if (!isUpperCase(name) && !distinctiveNames?.test(name)) return null;
  return withInline(stripNumber(whole), heading, name.length + suffix.length);
}

function withInline(text: string, heading: Heading, from: number): Heading {
  const cut = from + text.slice(from).search(/[:—–-]/);
  return {
    ...heading,
    text: text.slice(0, cut).trim(),
    inline: text.slice(cut).replace(/^[:—–-]\s*/, ''),
  };
}
