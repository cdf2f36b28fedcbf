import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { headlineOf } from '#lib/verdicts/headline.ts';
import type { Stance, VerdictView } from '#lib/verdicts/verdict-view.ts';
import { isRejectionDue, rejectionOf } from '#lib/verdicts/weakest-link/rejection.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { enter } from '../../../tests/support/cast.ts';
import { verdictText } from '../../../tests/support/verdict-text.ts';
import { saveVotes } from './save-votes.store.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T14:00:00Z');
let readers: Actor[];
let verdict: VerdictView;
let headline: string;
let assumption: string;

beforeAll(async () => {
  readers = await Promise.all(Array.from({ length: 32 }, (_, i) => enter(`reader-${i}`)));
  ({ verdict } = await publishVerdict({ text: verdictText('On weak links') }, { now }));
  headline = headlineOf(verdict)!.id;
  assumption = verdict.claims.find(({ kind }) => kind === 'assumption')!.id;
  // The first sixteen agree with the headline claim, the others disagree.
  await vote(readers, headline, (i) => (i < 16 ? 'agree' : 'disagree'));
});

const vote = (by: Actor[], claimId: string, stanceOf: (i: number) => Stance | null) =>
  saveVotes(
    verdict.id,
    by.map(({ id }, i) => ({ claimId, userId: id, stance: stanceOf(i), ...burstTimes(now, false) })),
  );
const weakest = async () => (await findVerdict(verdict.slug)).weakestLink;
const half = (from: number, to: number) => [...readers.slice(from, to), ...readers.slice(16 + from, 16 + to)];

test('SQL computes the rejection, and when it is due, as TypeScript does', async () => {
  const counts = [0, 1, 5, 9, 10, 11, 14, 20, 300].flatMap((total) =>
    [0, 0.5, 0.6, 1].map((share) => ({ total, disagree: Math.ceil(share * total) })),
  );
  const camps = counts.flatMap((one) => counts.map((other) => [one, other] as const));
  const rows = JSON.stringify(camps.map(([a, d]) => [a.disagree, a.total, d.disagree, d.total]));
  const computed = await db().$queryRaw<{ rejection: number | null }[]>`
    SELECT rejection_of((r->>0)::bigint, (r->>1)::bigint, (r->>2)::bigint, (r->>3)::bigint) AS rejection
    FROM jsonb_array_elements(${rows}::jsonb) WITH ORDINALITY AS rows(r, n) ORDER BY n`;
  expect(computed.map(({ rejection }) => rejection)).toEqual(camps.map(([a, d]) => rejectionOf(a, d)));
  const pairs = [0, 9, 10, 50, 59, 60, 190, 200, 219, 220, 1000].flatMap((votes) =>
    [0, 10, 50, 60, 200, 1000].map((published) => ({ votes, published })),
  );
  const due = await db().$queryRaw<{ due: boolean }[]>`
    SELECT rejection_due(r.votes, r.published) AS due FROM ROWS FROM (
      jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS (votes int, published int)) WITH ORDINALITY r(votes, published, n)
    ORDER BY n`;
  expect(due.map((row) => row.due)).toEqual(pairs.map((p) => isRejectionDue(p.votes, p.published)));
});

test('a claim that both camps reject is the weakest link from ten votes of each, at a multiple of ten votes', async () => {
  const { tallyVersion } = await findVerdict(verdict.slug);
  await vote(half(0, 9), assumption, () => 'disagree');
  expect(await weakest()).toBeNull();
  // Twenty votes, ten of each camp.
  await vote(half(9, 10), assumption, () => 'disagree');
  expect(await weakest()).toBe(assumption);
  expect((await findVerdict(verdict.slug)).tallyVersion).toBeGreaterThan(tallyVersion);
  // Those who change their mind, or their camp, change nothing before the next ten.
  await vote(half(0, 10), assumption, () => 'agree');
  await vote(half(10, 14), assumption, () => 'agree');
  expect(await weakest()).toBe(assumption);
  await vote(half(14, 15), assumption, () => 'agree');
  expect(await weakest()).toBeNull();
  expect((await checkEverything()).differences).toEqual([]);
});

test('one vote costs no query more', async () => {
  const claim = verdict.claims.find(({ id }) => id !== headline && id !== assumption)!.id;
  const { queries } = await queriesOf(() => vote(readers.slice(0, 1), claim, () => 'agree'));
  expect(queries).toHaveLength(4);
});

test('a new headline claim has other camps, so the weakest link is gone until the next ten', async () => {
  await vote(half(0, 15), assumption, () => null);
  await vote(half(0, 10), assumption, () => 'disagree');
  expect(await weakest()).toBe(assumption);
  const text = verdictText('On weak links').replace('Well meant.', 'Badly meant.');
  await publishVerdict({ text }, { now });
  expect(await weakest()).toBeNull();
});

test('no count or share of a camp leaves the server', async () => {
  const view = JSON.stringify(await findVerdict(verdict.slug));
  expect(view).not.toMatch(/rejection/i);
});
