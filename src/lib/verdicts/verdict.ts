/** A verdict as the parser understands it and the database keeps it. Text is plain text, never HTML. */

export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'list'; ordered: boolean; items: string[] }
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
  | 'other';

export interface Section {
  /** Unique within the verdict, fit for a URL fragment (`#s-{id}`). */
  id: string;
  /** As written, without numbering; "" where text stands before any heading. */
  heading: string;
  kind: SectionKind;
  blocks: Block[];
}

export type ClaimKind = 'classification' | 'assumption';

export interface ClaimDraft {
  kind: ClaimKind;
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
}

export interface StructuredVerdict extends Scoring {
  shape: 'autopsy' | 'scored-claim';
  title: string;
  source: Source;
  /** ISO date, YYYY-MM-DD. */
  publishedAt: string | null;
  model: string | null;
  opening: string | null;
  sections: Section[];
  /** In the order of the page: classifications first, then assumptions. */
  claims: ClaimDraft[];
}
