import type { StructuredVerdict } from '../verdict.ts';
import type { VerdictTextError } from './verdict-text-error.ts';

/** What one line of the page was understood as. */
export const LINE_ROLES = [
  'blank',
  'furniture',
  'separator',
  'source',
  'sample',
  'title',
  'opening',
  'address',
  'banner',
  'label',
  'heading',
  'score',
  'mode',
  'attribution',
  'confidence',
  'sub-heading',
  'paragraph',
  'list',
  'table',
  'assumption',
  'classification',
  'not-understood',
] as const;
export type LineRole = (typeof LINE_ROLES)[number];

/** A line of the page with what became of it. */
export interface ParsedLine {
  /** From 1; what a correction refers to. For HTML, lines are those of the extracted text. */
  number: number;
  /** As it was given. */
  text: string;
  role: LineRole;
  /** The heading of the section that the line belongs to; null above the first section and for furniture. */
  section: string | null;
  /** One short sentence about how the line was understood, or why it was not; null where the role says it all. */
  note: string | null;
}

/** What a person may say that a line is, where the parser understood it differently. */
export const CORRECTIONS = [
  'furniture',
  'source',
  'title',
  'opening',
  'heading',
  'text',
  'assumption',
  'classification',
] as const;
export type CorrectionKind = (typeof CORRECTIONS)[number];

/** A text of 200,000 characters has up to some ten thousand lines, and all that isn't the verdict may be selected at once. */
export const MAX_CORRECTIONS = 10_000;

export interface Correction {
  /** The line's number, as in `ReadLine`. */
  line: number;
  as: CorrectionKind;
}

/** A page as it was understood, line by line. Exactly one of `verdict` and `fault` is null. */
export interface ParsedPage {
  verdict: StructuredVerdict | null;
  /** Why this is not a verdict, with the line. */
  error: VerdictTextError | null;
  /** Every line of the page, in order; empty only where the text can't be split into lines (too large, binary). */
  lines: ParsedLine[];
}
