import type { Scoring, SectionKind, StructuredVerdict } from '../verdict.ts';
import type { Line, LineAssignment } from './lines/line.ts';

/** A section before its blocks are parsed. */
export interface SectionLines {
  heading: string;
  kind: SectionKind;
  banners: string[];
  /** Null for text above the first heading. */
  headingLine: Line | null;
  bannerLines: Line[];
  lines: Line[];
}

/** What a shape extracts from its page. */
export interface ExtractedFigures {
  scoring: Scoring;
  /** Without the lines that held figures. */
  sections: SectionLines[];
  /** For pages whose head has no title. */
  title: string | null;
  lines: LineAssignment[];
}

/** A shape of verdict pages. To add one, add a file in `shapes/` and list it in `detect-shape.ts`. */
export interface Shape {
  name: StructuredVerdict['shape'];
  /** For error messages. */
  example: string;
  /** Section names in lower case, without “the”. */
  sectionKinds: ReadonlyMap<string, SectionKind>;
  /** Names that no sentence starts with: text may follow on the same line, and words may be appended. */
  distinctiveNames: RegExp | null;
  /** Whether lines in capitals or with heading marks open sections with unknown names. */
  unknownHeadings: boolean;
  /** Sections in the source's own words: nothing is extracted from them. */
  verbatim: readonly SectionKind[];
  /** Joins or splits lines into the form that the shape parses. */
  prepare: (lines: Line[]) => Line[];
  isMasthead: (text: string) => boolean;
  /** The title is above the sections; otherwise `extractFigures` finds it. */
  hasTitle: boolean;
  /** Points for being of this shape; see `detect-shape.ts`. */
  evidence: (page: Page) => number;
  extractFigures: (sections: SectionLines[]) => ExtractedFigures;
}

export interface Page {
  lines: Line[];
  /** One per kind; `strong` if one is in capitals. */
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

/** Sections with these names hold claims, in every shape. */
export const ASSUMPTION_NAMES: [string, SectionKind][] = [
  'assumptions',
  'hidden assumption',
  ...ASSUMPTION_WORDS.map((word) => `${word} assumptions`),
].map((name) => [name, 'assumptions']);
