/** A verdict as the parser understands it and the database keeps it. Text is plain text, never HTML. */

export type Block =
  | { type: 'paragraph'; text: string }
  /** A heading within a section, its number included where it has one. */
  | { type: 'heading'; text: string }
  /** `start` is the first number of an ordered list that doesn't begin at 1. */
  | { type: 'list'; ordered: boolean; items: string[]; start?: number }
  /** Every row has as many cells as the widest; a missing cell is "". `header` is null where the table has none. */
  | { type: 'table'; header: string[] | null; rows: string[][] }
  /** A numbered hidden assumption; `label` is its first sentence, the claim that readers vote on. */
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
  /** Unique within the verdict, fit for a URL fragment (`#s-{id}`). */
  id: string;
  /** As written, without numbering; "" where text stands before any heading. */
  heading: string;
  kind: SectionKind;
  /** Lines that announce the section and have no text of their own (`STEP 1: …`, `TEXT ANALYSIS PROTOCOL`). */
  banners: string[];
  blocks: Block[];
}

export type ClaimKind = 'classification' | 'assumption';

/** Where in the text a claim stands: the `Classification:` line, the label that opens SOCIAL FUNCTION, and so on. */
export type ClaimOrigin = 'classification-line' | 'social-function' | 'score' | 'mode' | 'assumption';

export interface ClaimDraft {
  kind: ClaimKind;
  origin: ClaimOrigin;
  label: string;
  detail: string | null;
}

export interface Source {
  /** The publisher (`arXiv`), or the feed where that is all there is. */
  name: string | null;
  /** The feed as the source line has it (`arXiv econ.GN`). */
  feed: string | null;
  url: string | null;
}

/** The scored-claim shape's figures; every one null in an autopsy. */
export interface Scoring {
  score: { value: number; max: number; band: string | null } | null;
  mode: string | null;
  attribution: string | null;
  /** Percent, 0 to 100. */
  confidence: number | null;
  /** Who made the statement, as the Oracle names them (`The minister`); only in a statement analysis. */
  speaker: string | null;
}

export interface StructuredVerdict extends Scoring {
  shape: 'autopsy' | 'scored-claim' | 'statement-analysis';
  title: string;
  source: Source;
  /** ISO date, YYYY-MM-DD; null where the text names no day, even if it names a month. */
  publishedAt: string | null;
  /** The date as written (`21 May 2026`, `Mar 2023`), to be shown. */
  publishedText: string | null;
  model: string | null;
  opening: string | null;
  /** True for a verdict written for this site as an example (the line `Sample verdict` above the title). */
  sample: boolean;
  sections: Section[];
  /** Classifications first (those of the `Classification:` line leading), then assumptions. */
  claims: ClaimDraft[];
}
