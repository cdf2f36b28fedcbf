import { expect, test } from 'vitest';
import { composeIssue, type Candidates } from './compose-issue.ts';
import type { IssueSectionKind } from './issue.ts';

const NOTHING: Candidates = { verdicts: [], claims: [], versions: [], comments: [], shifts: [] };
const at = (day: number) => new Date(Date.UTC(2026, 4, day));

/** The keys of one section, without the kind in front. */
function chosen(kind: IssueSectionKind, candidates: Partial<Candidates>): string[] {
  const { sections } = composeIssue({ ...NOTHING, ...candidates });
  const section = sections.find((one) => one.kind === kind);
  return section?.items.map(({ key }) => key.slice(kind.length + 1)) ?? [];
}

const verdict = (verdictId: string, [voters, commenters]: [number, number], more = {}) => ({
  ...{ verdictId, voters, commenters, publishedAt: at(1), sample: false },
  ...more,
});
const claim = (claimId: string, agree: number, disagree: number) => ({
  ...{ claimId, verdictId: 'v', agree, disagree },
});
const comment = (commentId: string, score: number, more = {}) => ({
  ...{ commentId, verdictId: 'v', authorId: commentId, helpful: 3, score },
  ...more,
});
const shift = (claimId: string, before: [number, number], after: [number, number]) => ({
  claimId,
  verdictId: 'v',
  before: { agree: before[0], disagree: before[1] },
  after: { agree: after[0], disagree: after[1] },
});

test('a week in which nothing happened composes nothing', () => {
  expect(composeIssue(NOTHING)).toEqual({ sections: [] });
});

test('new verdicts are sorted by how many readers voted and commented, then by date, then by id', () => {
  const verdicts = [
    verdict('d', [0, 0], { publishedAt: at(2) }),
    verdict('c', [1, 1]),
    verdict('b', [0, 2]),
    verdict('a', [0, 3]),
    verdict('e', [0, 0], { publishedAt: at(3) }),
  ];
  expect(chosen('new-verdicts', { verdicts })).toEqual(['a', 'b', 'c', 'e', 'd']);
  expect(chosen('new-verdicts', { verdicts: verdicts.toReversed() })).toEqual(['a', 'b', 'c', 'e', 'd']);
});

test('at most five new verdicts are listed, and samples only while there is nothing else', () => {
  const samples = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => verdict(id, [9, 9], { sample: true }));
  expect(chosen('new-verdicts', { verdicts: samples })).toHaveLength(5);
  expect(chosen('new-verdicts', { verdicts: [...samples, verdict('own', [0, 0])] })).toEqual(['own']);
});

test('the most contested classification has the most readers on its smaller side', () => {
  const claims = [claim('even', 3, 3), claim('large', 90, 4), claim('close', 5, 4)];
  expect(chosen('contested', { claims })).toEqual(['close']);
  expect(chosen('contested', { claims: [claim('b', 3, 3), claim('a', 3, 3)] })).toEqual(['a']);
});

test('one reader who disagrees makes no contest', () => {
  expect(chosen('contested', { claims: [claim('a', 40, 1)] })).toEqual([]);
});

test('new versions are listed newest first, at most five', () => {
  const versions = [1, 2, 3, 4, 5, 6].map((day) => ({ verdictId: `v${day}`, version: 2, at: at(day) }));
  expect(chosen('new-versions', { versions })).toEqual(['v6', 'v5', 'v4', 'v3', 'v2']);
});

test('the most helpful comments are three, one of each author', () => {
  const comments = [
    comment('c', 0.5),
    comment('b', 0.7, { authorId: 'ada' }),
    comment('a', 0.9, { authorId: 'ada' }),
    comment('e', 0.4),
    comment('d', 0.4),
  ];
  expect(chosen('comments', { comments })).toEqual(['a', 'c', 'd']);
});

test('a comment that one reader liked, or that more rejected, is not among the helpful ones', () => {
  const comments = [comment('friend', 0.2, { helpful: 1 }), comment('rejected', -0.1, { helpful: 9 })];
  expect(chosen('comments', { comments })).toEqual([]);
});

test('the largest shift is measured in points of the share that agrees', () => {
  const shifts = [
    shift('small', [50, 50], [62, 50]),
    shift('large', [6, 2], [6, 6]),
    shift('other way', [2, 6], [4, 6]),
  ];
  expect(chosen('shift', { shifts })).toEqual(['large']);
});

test('a shift of less than ten points, or of fewer than five votes, is noise', () => {
  expect(chosen('shift', { shifts: [shift('a', [50, 50], [58, 50])] })).toEqual([]);
  expect(chosen('shift', { shifts: [shift('a', [2, 2], [9, 2])] })).toEqual([]);
  expect(chosen('shift', { shifts: [shift('a', [9, 2], [2, 2])] })).toEqual([]);
});
