import type { Scoring, SectionKind, StructuredVerdict } from '../verdict.ts';
import type { Line, LineAssignment } from './lines/line.ts';

/** A section's lines, before they are read as blocks. */
export interface SectionLines {
  heading: string;
  kind: SectionKind;
  banners: string[];
  /** The heading's own line; null for text above the first heading. */
  headingLine: Line | null;
  bannerLines: Line[];
  lines: Line[];
}

/** What a shape takes out of its page. */
export interface ExtractedFigures {
  scoring: Scoring;
  /** The sections' lines without the lines that held figures. */
  sections: SectionLines[];
  /** For a page whose head has none. */
  title: string | null;
  lines: LineAssignment[];
}

/**
 * One of the shapes that verdict pages come in. A new shape is one more file in `shapes/` and one more line in
 * `shapes.ts`.
 */
export interface Shape {
  name: StructuredVerdict['shape'];
  /** An example for error messages. */
  example: string;
  /** The sections' names in lower case, without “the”. */
  sectionKinds: ReadonlyMap<string, SectionKind>;
  /** Names that no sentence begins with: text may follow them on their line, and words may be added to them. */
  distinctiveNames: RegExp | null;
  /** Whether capitals or marks make a heading of a line whose name isn't known. */
  unknownHeadings: boolean;
  /** Sections that hold the source's own words: nothing is looked for in them. */
  verbatim: readonly SectionKind[];
  /** Lines above the first section that name the shape or the claim, and belong to no article's title. */
  /** Joins what the shape's pages spread over lines. */
  prepare: (lines: Line[]) => Line[];
  isMasthead: (text: string) => boolean;
  /** Whether the page's title stands above the sections; otherwise `figures` finds it. */
  hasTitle: boolean;
  /** Points for being a verdict of this shape; see `recognise.ts`. */
  evidence: (page: Page) => number;
  extractFigures: (sections: SectionLines[]) => ExtractedFigures;
}

/** What `evidence` looks at. */
export interface Page {
  lines: Line[];
  /** The kinds of the shape's headings that the page has, once each; `strong` if one of them is in capitals. */
  headings: Map<SectionKind, { line: Line; text: string; strong: boolean }>;
}

export const NO_SCORING: Scoring = {
  score: null,
  mode: null,
  attribution: null,
  confidence: null,
  speaker: null,
};

const ASSUMPTION_WORDS =
  'hidden smuggled unstated key implicit underlying core buried unexamined tacit'.split(' ');

/** The names of the section whose items are claims, in every shape. */
export const ASSUMPTION_NAMES: [string, SectionKind][] = [
  'assumptions',
  'hidden assumption',
  ...ASSUMPTION_WORDS.map((word) => `${word} assumptions`),
].map((name) => [name, 'assumptions']);
