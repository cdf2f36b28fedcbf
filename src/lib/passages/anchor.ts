import type { Anchor } from '#lib/live/events.ts';

/** UTF-16 code units. A longer passage is quoted up to here. */
export const MAX_EXACT = 2000;

/** UTF-16 code units of the text before and after a passage. */
export const CONTEXT = 32;

/**
 * Where a passage is in one version of a verdict. Offsets are UTF-16 code units of the block's text (block-text.ts). A
 * passage that crosses blocks is measured in the texts of its section's blocks from `block` on, joined by line breaks: it
 * has its start in `block`, and its `end` may be behind the end of that block.
 */
export interface Place {
  section: string;
  /** Its index in the section. */
  block: number;
  start: number;
  end: number;
}

/**
 * A passage as it was quoted: its place and its text in version `version` of the verdict. The texts are those published,
 * which may have straight quotes where pages show typographic ones; offsets are the same in both.
 */
export interface QuotedPassage extends Place {
  exact: string;
  /** What is just before and after it in its section, up to `CONTEXT` units. */
  prefix: string;
  suffix: string;
  version: number;
}

/**
 * What `comments.anchor` has: the passage as quoted, which doesn't change, and where it is in version `checked` of the
 * verdict (0: nobody has looked yet, as for anchors written before passages had places).
 */
export interface StoredAnchor extends Partial<QuotedPassage> {
  section: string;
  /** As the reader saw it, with typographic quotes. */
  quote: string;
  state?: PassageState;
  /** Only if `state` is `moved`. */
  at?: Place;
  /** If the words at `at` are others. */
  reworded?: true;
  checked?: number;
}

export type PassageState = NonNullable<Anchor['state']>;
