import { SECTION_KINDS, type IssueContent, type IssueSection, type ItemOf, type Tally } from './issue.ts';

/** A digest is read in a few minutes. */
export const MOST_VERDICTS = 5;
export const MOST_VERSIONS = 5;
export const MOST_COMMENTS = 3;
/** Votes on the smaller side of a contested classification: one dissenter is no contest. */
export const LEAST_MINORITY = 2;
/** Helpful ratings of a quoted comment: more than a friend can give. */
export const LEAST_HELPFUL = 2;
/** Votes before and after a shift. With fewer, one vote moves the share by a fifth or more. */
export const LEAST_SHIFT_VOTES = 5;
/** Percentage points. Less is noise. */
export const LEAST_SHIFT = 10;

export interface NewVerdict {
  verdictId: string;
  publishedAt: Date;
  sample: boolean;
  /** Readers with a counted vote on it, and readers with a visible comment. */
  voters: number;
  commenters: number;
}

export interface VotedClaim extends Tally {
  verdictId: string;
  claimId: string;
}

export interface NewVersion {
  verdictId: string;
  version: number;
  at: Date;
}

export interface RatedComment {
  verdictId: string;
  commentId: string;
  authorId: string;
  helpful: number;
  score: number;
}

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

/** The issue's content; no sections if there is nothing worth sending. Independent of the order of the rows. */
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
 * By readers who voted plus readers who commented. Each reader counts once for each, so many votes or comments by one
 * reader don't help. Samples are used only if there is nothing else.
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

/** The one with the most votes on its smaller side, then the most even split. */
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

/** By the score of the "top" order; one per author. */
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

/** The claim whose share of agreement moved most. */
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

export const shareOf = (tally: Tally): number => (100 * tally.agree) / votes(tally);

function shiftOf({ before, after }: { before: Tally; after: Tally }): number {
  return Math.abs(shareOf(after) - shareOf(before));
}

/** Descending by each number in turn, then by id, so that equal rows give the same issue. */
function ranked<T>(
  rows: readonly T[],
  { by, id }: { by: ((row: T) => number)[]; id: (row: T) => string },
): T[] {
  const difference = (a: T, b: T) => by.map((number) => number(b) - number(a)).find((d) => d !== 0) ?? 0;
  return [...rows].sort((a, b) => difference(a, b) || (id(a) < id(b) ? -1 : 1));
}
