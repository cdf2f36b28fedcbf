import { beforeAll, expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { requestEvent } from '../../../tests/support/request-event.ts';
import { load as about } from '../../routes/about/+page.server.ts';
import { GET as csv } from '../../routes/models/[model].csv/+server.ts';
import { GET as json } from '../../routes/sources/[feed].json/+server.ts';
import { findScorecard, forgetScorecards, listScorecards } from './find-scorecard.server.ts';
import { loadScorecard } from './load-scorecard.server.ts';
import type { ScorecardKind } from './scorecard.ts';
import { scorecardsMarkup } from './scorecards-markup.ts';

await freshDatabase({ limits: 'off' });

const BY_ADMIN = { actor: COMMAND_LINE, now: new Date() };
/** Readers see its tallies. */
const OLD = new Date('2026-05-22T08:00:00Z');

interface Published {
  model?: string | null;
  feed?: string | null;
  day?: string;
  labels?: Record<string, [agree: number, disagree: number]>;
  assumptions?: Record<string, [agree: number, disagree: number]>;
  at?: Date;
}

let parts = 0;

async function publish({
  model = null,
  feed = null,
  day,
  labels = {},
  assumptions = {},
  at = OLD,
}: Published) {
  const content = {
    shape: 'autopsy',
    title: `=Part ${++parts}`,
    source: { name: feed, feed, url: null },
    publishedAt: day ?? null,
    publishedText: null,
    model,
    sections: [{ heading: 'The dissection', blocks: [{ type: 'paragraph', text: `Text ${parts}.` }] }],
    claims: [
      ...Object.keys(labels).map((label) => ({ kind: 'classification', label })),
      ...Object.keys(assumptions).map((label) => ({ kind: 'assumption', label })),
    ],
  };
  const { verdict } = await publishVerdict(content, { now: at });
  for (const { id, label } of verdict.claims) {
    const [agree, disagree] = { ...labels, ...assumptions }[label]!;
    await db().claim.update({ where: { id }, data: { agree, disagree } });
  }
  return { ...verdict, content };
}

const card = (kind: ScorecardKind, slug: string) => {
  forgetScorecards();
  return findScorecard({ kind, slug });
};

test('an address is the name in lower case with other characters as "-", and a number tells equal ones apart, for good', async () => {
  const names = [
    'Oracle/Test 2',
    'oracle test-2',
    'oracle-test-2-2',
    'ORACLE_TEST_2',
    '模型',
    '数据',
    'Kelvin \u212a',
  ];
  for (const model of names) await publish({ model, feed: model });
  const slugs = async () =>
    (await db().scorecardSlug.findMany({ where: { kind: 'model', name: { in: names } } })).map(
      ({ name, slug }) => [name, slug],
    );
  const expected = [
    ['Oracle/Test 2', 'oracle-test-2'],
    ['oracle test-2', 'oracle-test-2-2'],
    ['oracle-test-2-2', 'oracle-test-2-2-2'],
    ['ORACLE_TEST_2', 'oracle-test-2-3'],
    ['模型', '--'],
    ['数据', '---2'],
    ['Kelvin \u212a', 'kelvin--'],
  ];
  expect(new Map((await slugs()) as [string, string][])).toEqual(new Map(expected as [string, string][]));
  expect(await card('model', 'oracle-test-2-3')).toMatchObject({ name: 'ORACLE_TEST_2' });
  expect(await card('feed', 'oracle-test-2-2')).toMatchObject({ kind: 'feed', name: 'oracle test-2' });
  // A name that no verdict has any more keeps its address.
  await db().verdict.deleteMany({ where: { model: 'Oracle/Test 2' } });
  await publish({ model: 'oracle(test)2' });
  expect((await card('model', 'oracle-test-2-4')).name).toBe('oracle(test)2');
  await expect(card('model', 'oracle-test-2')).rejects.toMatchObject({ code: 'not-found' });
});

test('verdicts that appear at once with one new name share its address', async () => {
  await Promise.all(Array.from({ length: 6 }, (_, i) => publish({ model: i % 2 ? 'New One' : 'new-one' })));
  expect((await card('model', 'new-one')).verdicts.published).toBe(3);
  expect((await card('model', 'new-one-2')).verdicts.published).toBe(3);
});

const MODEL = 'gauge-1';
let edited: string;
let challenger: Actor;
let challenged: string;

beforeAll(async () => {
  const tally = async (day: string, labels: Published['labels'] = {}) =>
    publish({ model: MODEL, feed: 'arXiv econ.GN', day, labels });
  await tally('2025-01-10', { 'Well meant': [13, 2], 'Thinly argued.': [2, 18] });
  await tally('2025-01-20', { 'Thinly argued': [10, 10] });
  await tally('2025-03-02', { '57/100 (heavy cope)': [4, 6] });
  const again = await tally('2025-04-02', { '71/100 (Heavy cope)': [6, 6], 'Well meant': [1, 0] });
  for (let i = 0; i < 6; i++) await tally('2025-05-01');
  edited = again.slug;
  const minds = { readers: 30, before: 0.8, after: 0.6, low: -0.4, high: -0.1 };
  await db().claim.updateMany({ where: { verdictId: again.id, label: 'Well meant' }, data: { minds } });
  const read = parseVerdictInput({ ...again.content, opening: 'Edited.' });
  await editVerdict(edited, { read, note: 'Kinder.', baseVersion: 1 }, BY_ADMIN);
  challenger = await enter('ada');
  const { comment } = await postComment(
    edited,
    { body: 'See the source.' },
    { actor: challenger, now: new Date() },
  );
  challenged = comment.id;
  const decided = { state: 'amended', note: 'Right.', verdictVersion: 2, decidedAt: new Date() } as const;
  await db().challenge.create({
    data: { commentId: comment.id, source: 'https://example.org/', createdAt: OLD, ...decided },
  });
  // A new import isn't an amendment.
  const imported = await tally('2025-05-02');
  await db().verdict.update({ where: { id: imported.id }, data: { version: 2 } });
});

test('a scorecard adds up the current classifications of published verdicts, with intervals', async () => {
  const { votes, agreement, verdicts, amended, ...lists } = await card('model', MODEL);
  expect(votes).toBe(78);
  expect(agreement).toEqual({ count: 36, of: 78, share: 0.4615, low: 0.3553, high: 0.5714 });
  expect(verdicts).toMatchObject({
    published: 11,
    challenged: 1,
    retracted: 0,
    recent: 0,
    first: '2025-01-10',
    last: '2025-05-02',
  });
  expect(amended).toMatchObject({ count: 1, of: 11 });
  expect(lists.periods).toMatchObject([
    { from: '2025-01', to: '2025-01', verdicts: 2, count: 25, of: 55 },
    { from: '2025-03', to: '2025-04', verdicts: 2, count: 11, of: 23 },
  ]);
  // Of the votes on "Well meant", most agree.
  expect(lists.rejected).toMatchObject([
    { kind: 'classification', label: 'Thinly argued', verdicts: 2, count: 28, of: 40 },
    { label: 'Heavy cope', verdicts: 2, count: 12, of: 22 },
  ]);
  // Of the other twenty, eighteen disagree.
  expect(lists.contested.map(({ label, count, of }) => [label, count, of])).toEqual([
    ['Thinly argued', 10, 20],
  ]);
  expect(lists.latest).toHaveLength(10);
});

test('unpublished and retracted verdicts, retired claims and the tallies of the first day are left out', async () => {
  const of = { model: 'gauge-2', day: '2025-01-10', labels: { 'Well meant': [20, 20] } } satisfies Published;
  const [kept, hidden, gone] = [await publish(of), await publish(of), await publish(of)];
  await publish({ ...of, at: new Date() });
  await unpublishVerdict(hidden.slug, BY_ADMIN);
  await retractVerdict(gone.slug, { note: 'Invented.' }, BY_ADMIN);
  expect(await card('model', 'gauge-2')).toMatchObject({
    votes: 40,
    verdicts: { published: 2, retracted: 1, recent: 1 },
    latest: [{}, {}],
  });
  expect((await card('model', 'gauge-2')).latest.map(({ slug }) => slug)).not.toContain(hidden.slug);
  await db().claim.updateMany({ where: { verdictId: kept.id }, data: { retiredAt: OLD } });
  expect(await card('model', 'gauge-2')).toMatchObject({
    votes: 0,
    agreement: null,
    rejected: [],
    contested: [],
  });
  const links = await listScorecards();
  expect(links).toContainEqual({ kind: 'model', slug: 'gauge-2', name: 'gauge-2', verdicts: 2 });
  expect(await about({} as never)).toEqual({ scorecards: links });
});

test('all assumptions are one kind of claim: rejected if most votes say that they aren’t assumed, and in no other count', async () => {
  const model = 'gauge-6';
  await publish({ model, labels: { 'Well meant': [5, 1] }, assumptions: { 'It scales.': [2, 14] } });
  await publish({ model, assumptions: { 'It stays.': [3, 0], 'It scales.': [1, 0] } });
  const { rejected, ...others } = await card('model', model);
  expect(rejected).toMatchObject([
    { kind: 'assumption', label: 'Hidden assumptions', verdicts: 2, count: 14, of: 20 },
  ]);
  expect(others).toMatchObject({ votes: 6, agreement: null, periods: [], contested: [] });
  await publish({ model, assumptions: { 'It pays.': [8, 0] } });
  expect((await card('model', model)).rejected).toEqual([]);
});

test('what a discussion clearly changed is listed as published, the surest change first', async () => {
  const minds = { readers: 20, before: 0.9, after: 0.5, low: -0.6, high: -0.1 };
  const { claims } = await publish({
    model: 'gauge-4',
    labels: { Less: [0, 0], Unsure: [0, 0], None: [0, 0] },
    assumptions: { Sure: [0, 0] },
  });
  const published = [
    { ...minds, high: -0.05 },
    { ...minds, high: 0.05 },
    { ...minds, after: 0.9, high: 0.6 },
    minds,
  ];
  for (const [i, { id }] of claims.entries())
    await db().claim.update({ where: { id }, data: { minds: published[i]! } });
  const { changed } = await card('model', 'gauge-4');
  expect(changed).toMatchObject([
    { kind: 'assumption', label: 'Sure', ...minds },
    { kind: 'classification', label: 'Less', ...minds, high: -0.05 },
  ]);
  const { changes } = await loadScorecard({ kind: 'model', slug: 'gauge-4' });
  expect(changes[0]).toMatch(/the share who say it is assumed fell from 90 % to 50 % \(20 readers/);
});

test('a verdict’s page links to its scorecards, with the number of a collision', async () => {
  await publish({ model: 'Link 1', feed: 'feed' });
  const { slug } = await publish({ model: 'link-1', feed: '<Feed> 1' });
  const verdict = await findVerdict(slug);
  expect(verdict.scorecards).toEqual({ model: 'link-1-2', feed: '-feed--1' });
  const html = scorecardsMarkup(verdict);
  expect(html).toContain('<a href="/models/link-1-2">Scorecard of <bdi>link-1</bdi></a>');
  expect(html).toContain('<a href="/sources/-feed--1">Scorecard of <bdi>&#60;Feed&#62; 1</bdi></a>');
  expect(scorecardsMarkup({ ...verdict, scorecards: { model: null, feed: null } })).toBe('');
});

test('too few votes show no share, and say how many there are', async () => {
  const { id } = await publish({ model: 'gauge-3', labels: { 'Well meant': [4, 3] } });
  await db()
    .$executeRaw`UPDATE verdicts SET published_at = NULL, content = content || '{"publishedText":"Feb 2023"}'
    WHERE id = ${id}::uuid`;
  expect(await card('model', 'gauge-3')).toMatchObject({
    ...{ votes: 7, agreement: null, periods: [], rejected: [], amended: null, contested: [] },
    latest: [{ classifications: ['Well meant'], dateText: 'Feb 2023' }],
  });
});

test('a page costs three queries, and none for those who look within half a minute', async () => {
  forgetScorecards();
  const look = () => queriesOf(() => loadScorecard({ kind: 'model', slug: MODEL }));
  const { result, queries } = await look();
  expect(queries).toHaveLength(3);
  expect(result.plots.map(({ points }) => points.length)).toEqual([2, 2]);
  expect((await look()).queries).toEqual([]);
});

test('an unknown address isn’t kept, so that its first verdict shows at once', async () => {
  const unknown = { kind: 'model', slug: 'gauge-5' } as const;
  await expect(findScorecard(unknown)).rejects.toMatchObject({ code: 'not-found' });
  await publish({ model: 'gauge-5' });
  expect((await findScorecard(unknown)).verdicts.published).toBe(1);
});

test('the downloads have all numbers, and no cell that a spreadsheet would run', async () => {
  const ask = (path: string, params: Record<string, string>) => ({ ...requestEvent({ path }), params });
  const table = await csv(ask(`/models/${MODEL}.csv`, { model: MODEL }) as never);
  expect(Object.fromEntries(table.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="model-${MODEL}.csv"`,
    'x-content-type-options': 'nosniff',
  });
  const text = await table.text();
  expect(text).toContain(
    '"votes that agree","gauge-1","2025-01-10","2025-05-02",4,36,78,0.4615,0.3553,0.5714,',
  );
  expect(text).toMatch(
    /"changed minds","'=Part \d+: Well meant",,,1,,30,,,,"[^"]*",0\.8,0\.6,0\.4,0\.1,,\r\n/,
  );
  expect(text).toMatch(/"'=Part \d+: Thinly argued",,,1,10,20,0\.5,/);
  const data = await json(ask('/sources/arxiv-econ-gn.json', { feed: 'arxiv-econ-gn' }) as never);
  expect(await data.json()).toEqual({
    url: 'http://127.0.0.1:3000/sources/arxiv-econ-gn',
    ...(await card('feed', 'arxiv-econ-gn')),
  });
  for (const model of ['nothing-there', 'UP', '../etc'])
    expect((await csv(ask('/models/x.csv', { model }) as never)).status).toBe(404);
});

test('a challenge on a comment that readers can’t read doesn’t count', async () => {
  await withdrawComment(challenged, { actor: challenger, now: new Date() });
  expect((await card('model', MODEL)).verdicts.challenged).toBe(0);
});
