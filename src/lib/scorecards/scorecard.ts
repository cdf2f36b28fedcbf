import type { ClaimKind } from '#lib/verdicts/verdict.ts';
import type { Minds } from '#lib/verdicts/verdict-view.ts';
import type { Period } from './periods.ts';
import type { Counted, Share } from './share.ts';

export const SCORECARD_KINDS = ['model', 'feed'] as const;
export type ScorecardKind = (typeof SCORECARD_KINDS)[number];

export interface ScorecardAddress {
  kind: ScorecardKind;
  slug: string;
}

/** With fewer, an interval spans most of the scale. */
export const LEAST_VOTES = 20;

/** Verdicts, for the share of those that were amended. */
export const LEAST_VERDICTS = 10;

export const MOST_PERIODS = 24;

type CountedShare = Counted & Share;

/** How readers judge the verdicts of a model, or on the articles of a feed. Counts readers' votes on classifications. */
export interface Scorecard extends ScorecardAddress {
  name: string;
  verdicts: {
    published: number;
    retracted: number;
    /** Published so recently that readers still vote without seeing a tally. Their votes aren't counted here. */
    recent: number;
    /** Amended because a reader challenged a passage. */
    challenged: number;
    /** Dates of the oldest and the newest, YYYY-MM-DD. */
    first: string | null;
    last: string | null;
  };
  /** Votes so far, whether or not they are enough. */
  votes: number;
  /** The share of votes that agree. Null: fewer than `LEAST_VOTES`. */
  agreement: CountedShare | null;
  /** By the verdicts' dates, oldest first. Each has at least `LEAST_VOTES`. */
  periods: Period[];
  /**
   * By the label of the classification, and of all assumptions together; most rejected first. Each has at least
   * `LEAST_VOTES`, more than half against it.
   */
  rejected: RejectedKind[];
  /** Verdicts edited after publication. Null: fewer than `LEAST_VERDICTS` verdicts. */
  amended: CountedShare | null;
  /** By their most divided classification, most divided first. */
  contested: ContestedVerdict[];
  /** Claims on which discussions clearly changed minds, most first: the interval of the change is on one side of none. */
  changed: ChangedMinds[];
  /** Newest first. */
  latest: LatestVerdict[];
}

/** `count` is of votes that disagree: of an assumption, that the text doesn't make it. */
export interface RejectedKind extends Counted, Share {
  kind: ClaimKind;
  label: string;
  verdicts: number;
}

export interface ListedVerdict {
  slug: string;
  title: string;
}

/** `count` is of votes that agree. */
export interface ContestedVerdict extends ListedVerdict, Counted, Share {
  label: string;
}

/** As published on the verdict. */
export interface ChangedMinds extends ListedVerdict, Minds {
  kind: ClaimKind;
  label: string;
}

export interface LatestVerdict extends ListedVerdict {
  /** YYYY-MM-DD */
  date: string;
  /** The article’s date in words, if no day is known; `date` is then only its place in the order. */
  dateText: string | null;
  sample: boolean;
  classifications: string[];
}

export interface ScorecardLink {
  kind: ScorecardKind;
  slug: string;
  name: string;
  verdicts: number;
}

export function scorecardPath({ kind, slug }: ScorecardAddress): string {
  return `/${kind === 'model' ? 'models' : 'sources'}/${slug}`;
}
