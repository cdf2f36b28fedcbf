/** A verdict as parsed and stored. Text is plain text, never HTML. */

export type Block =
  | { type: 'paragraph'; text: string }
  /** With its number, if any. */
  | { type: 'heading'; text: string }
  /** `start`: the first number of an ordered list that doesn't start at 1. */
  | { type: 'list'; ordered: boolean; items: string[]; start?: number }
  /** All rows have the same number of cells; a missing cell is "". */
  | { type: 'table'; header: string[] | null; rows: string[][] }
  /** `label` is the first sentence, which readers vote on. */
  | { type: 'assumption'; number: number; label: string; detail: string | null };

export type SectionKind =
  | 'dissection'
  | 'fallacy'
  | 'assumptions'
  | 'social-function'
  | 'verdict'
  | 'summary'
  | 'claim'
  | 'rationale'
  | 'evidence'
  | 'excerpt'
  | 'reality'
  | 'analysis'
  | 'other';

export interface Section {
  /** Unique within the verdict, valid in a URL fragment (`#s-{id}`). */
  id: string;
  /** As written, without numbering; "" for text above the first heading. */
  heading: string;
  kind: SectionKind;
  /** Lines that announce the section and have no text (`STEP 1: …`, `TEXT ANALYSIS PROTOCOL`). */
  banners: string[];
  blocks: Block[];
}

export type ClaimKind = 'classification' | 'assumption';

/** Where the claim is in the text; for example in the `Classification:` line. */
export type ClaimOrigin = 'classification-line' | 'social-function' | 'score' | 'mode' | 'assumption';

export interface ClaimDraft {
  kind: ClaimKind;
  origin: ClaimOrigin;
  label: string;
  detail: string | null;
}

export interface Source {
  /** The publisher (`arXiv`), or the feed if the publisher isn't known. */
  name: string | null;
  /** As in the source line (`arXiv econ.GN`). */
  feed: string | null;
  url: string | null;
}

/** All null in an autopsy. */
export interface Scoring {
  score: { value: number; max: number; band: string | null } | null;
  mode: string | null;
  attribution: string | null;
  /** Percent, 0 to 100. */
  confidence: number | null;
  /** Whose statement it is (`The minister`); only in a statement analysis. */
  speaker: string | null;
}

export interface StructuredVerdict extends Scoring {
  shape: 'autopsy' | 'scored-claim' | 'statement-analysis';
  title: string;
  source: Source;
  /** YYYY-MM-DD; null if the text names no day. */
  publishedAt: string | null;
  /** As written (`21 May 2026`, `Mar 2023`). */
  publishedText: string | null;
  model: string | null;
  opening: string | null;
  /** Written for this site as an example (the line `Sample verdict` above the title). */
  sample: boolean;
  sections: Section[];
  /** Classifications first, those of the `Classification:` line leading; then assumptions. */
  claims: ClaimDraft[];
}
