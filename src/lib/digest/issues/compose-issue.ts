import { SECTION_KINDS, type IssueContent, type IssueSection, type ItemOf, type Tally } from './issue.ts';

/** The rules that choose what an issue holds, from what happened since the previous one. Pure. */

/** A digest is read in a few minutes; the site has the rest. */
export const MOST_VERDICTS = 5;
export const MOST_VERSIONS = 5;
export const MOST_COMMENTS = 3;
/** Votes that the smaller side of a contested classification needs: one person who disagrees is no contest. */
export const LEAST_MINORITY = 2;
/** Readers who must have found a comment helpful: more than a friend. */
export const LEAST_HELPFUL = 2;
/** Votes before and after a shift: with fewer, a single vote moves the share by a fifth or more. */
export const LEAST_SHIFT_VOTES = 5;
/** Points of a hundred. Less is noise. */
export const LEAST_SHIFT = 10;

/** A verdict that was published in the period. */
export interface NewVerdict {
  verdictId: string;
  publishedAt: Date;
  sample: boolean;
  /** Readers whose votes on it count, and readers with a visible comment. */
  voters: number;
  commenters: number;
}

/** A classification that was voted on in the period. */
export interface VotedClaim extends Tally {
  verdictId: string;
  claimId: string;
}

export interface NewVersion {
  verdictId: string;
  version: number;
  at: Date;
}

/** A visible comment that was written in the period. */
export interface RatedComment {
  verdictId: string;
  commentId: string;
  authorId: string;
  helpful: number;
  /** `ratingScore` of discussion/ranking.ts. */
  score: number;
}

/** A claim whose votes have changed since the previous issue. */
export interface ShiftedClaim {
  verdictId: string;
  claimId: string;
  before: Tally;
  after: Tally;
}

export interface Candidates {
  verdicts: NewVerdict[];
  claims: VotedClaim[];
  versions: NewVersion[];
  comments: RatedComment[];
  shifts: ShiftedClaim[];
}

/** The issue's content; without sections where nothing is worth sending. The order never depends on that of the rows. */
export function composeIssue(candidates: Candidates): IssueContent {
  const sections: IssueSection[] = [
    { kind: 'new-verdicts', items: newVerdicts(candidates.verdicts) },
    { kind: 'contested', items: mostContested(candidates.claims) },
    { kind: 'new-versions', items: newVersions(candidates.versions) },
    { kind: 'comments', items: mostHelpful(candidates.comments) },
    { kind: 'shift', items: largestShift(candidates.shifts) },
  ];
  const order = ({ kind }: IssueSection) => SECTION_KINDS.indexOf(kind);
  return { sections: sections.filter(({ items }) => items.length > 0).sort((a, b) => order(a) - order(b)) };
}

/**
 * By attention: readers who voted plus readers who commented. Each reader counts once for each, so nobody lifts a
 * verdict by voting on all its claims or by commenting often. Samples only while there is nothing else.
 */
function newVerdicts(rows: NewVerdict[]): ItemOf['new-verdicts'][] {
  const own = rows.filter(({ sample }) => !sample);
  const attention = ({ voters, commenters }: NewVerdict) => voters + commenters;
  return ranked(own.length > 0 ? own : rows, {
    by: [attention, ({ publishedAt }) => publishedAt.getTime()],
    id: ({ verdictId }) => verdictId,
  })
    .slice(0, MOST_VERDICTS)
    .map(({ verdictId, voters, commenters }) => ({
      key: `new-verdicts:${verdictId}`,
      ...{ verdictId, voters, commenters },
    }));
}

/** The one with the most readers on its smaller side; then the one that is split more evenly. */
function mostContested(rows: VotedClaim[]): ItemOf['contested'][] {
  return ranked(
    rows.filter((row) => minority(row) >= LEAST_MINORITY),
    { by: [minority, ({ agree, disagree }) => -Math.abs(agree - disagree)], id: ({ claimId }) => claimId },
  )
    .slice(0, 1)
    .map(({ verdictId, claimId, agree, disagree }) => ({
      key: `contested:${claimId}`,
      ...{ verdictId, claimId, tally: { agree, disagree } },
    }));
}

const minority = ({ agree, disagree }: Tally): number => Math.min(agree, disagree);

function newVersions(rows: NewVersion[]): ItemOf['new-versions'][] {
  return ranked(rows, { by: [({ at }) => at.getTime()], id: ({ verdictId }) => verdictId })
    .slice(0, MOST_VERSIONS)
    .map(({ verdictId, version }) => ({ key: `new-versions:${verdictId}`, verdictId, version }));
}

/** By the score that sorts a thread by "top"; one of each author. */
function mostHelpful(rows: RatedComment[]): ItemOf['comments'][] {
  const best = ranked(
    rows.filter(({ helpful, score }) => helpful >= LEAST_HELPFUL && score > 0),
    { by: [({ score }) => score, ({ helpful }) => helpful], id: ({ commentId }) => commentId },
  );
  const firstOfAuthor = new Map(best.toReversed().map((row) => [row.authorId, row]));
  return best
    .filter((row) => firstOfAuthor.get(row.authorId) === row)
    .slice(0, MOST_COMMENTS)
    .map(({ verdictId, commentId, helpful }) => ({
      key: `comments:${commentId}`,
      ...{ verdictId, commentId, helpful },
    }));
}

/** The claim whose share of agreement moved most, in points of a hundred. */
function largestShift(rows: ShiftedClaim[]): ItemOf['shift'][] {
  const enough = ({ before, after }: ShiftedClaim) =>
    votes(before) >= LEAST_SHIFT_VOTES && votes(after) >= LEAST_SHIFT_VOTES;
  return ranked(
    rows.filter((row) => enough(row) && shiftOf(row) >= LEAST_SHIFT),
    { by: [shiftOf, ({ after }) => votes(after)], id: ({ claimId }) => claimId },
  )
    .slice(0, 1)
    .map(({ verdictId, claimId, before, after }) => ({
      key: `shift:${claimId}`,
      ...{ verdictId, claimId, before, after },
    }));
}

const votes = ({ agree, disagree }: Tally): number => agree + disagree;

/** Percent of the votes that agree. */
export const shareOf = (tally: Tally): number => (100 * tally.agree) / votes(tally);

function shiftOf({ before, after }: { before: Tally; after: Tally }): number {
  return Math.abs(shareOf(after) - shareOf(before));
}

/** Highest first, by each number in turn; the id decides what is left, so that the same rows give the same issue. */
function ranked<T>(
  rows: readonly T[],
  { by, id }: { by: ((row: T) => number)[]; id: (row: T) => string },
): T[] {
  const difference = (a: T, b: T) => by.map((number) => number(b) - number(a)).find((d) => d !== 0) ?? 0;
  return [...rows].sort((a, b) => difference(a, b) || (id(a) < id(b) ? -1 : 1));
}
