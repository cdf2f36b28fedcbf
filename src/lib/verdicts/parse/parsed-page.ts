import type { StructuredVerdict } from '../verdict.ts';
import type { VerdictTextError } from './verdict-text-error.ts';

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

export interface ParsedLine {
  /** From 1; corrections refer to it. For HTML, a line of the extracted text. */
  number: number;
  /** As given. */
  text: string;
  role: LineRole;
  /** The section's heading; null above the first section and for boilerplate. */
  section: string | null;
  /** Why the line has this role, in one sentence; null if that is obvious. */
  note: string | null;
}

/** The roles that a correction can assign. */
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

/** A text of 200,000 characters has about ten thousand lines, and all of them can be selected at once. */
export const MAX_CORRECTIONS = 10_000;

export interface Correction {
  /** A `ParsedLine.number`. */
  line: number;
  as: CorrectionKind;
}

/** Exactly one of `verdict` and `error` is null. */
export interface ParsedPage {
  verdict: StructuredVerdict | null;
  /** Why this isn't a verdict. */
  error: VerdictTextError | null;
  /** Every line of the page; empty only if the text can't be split into lines (too large, binary). */
  lines: ParsedLine[];
}
