import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { findClaimTallies, findVerdict, findVerdictHead, findVerdictHeads } from './find-verdict.server.ts';
import { publishVerdict } from './publish/publish-verdict.server.ts';
import { withOwnVotes } from './verdict-view.ts';

await freshDatabase();

const text = readFileSync(new URL('./fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const { verdict } = await publishVerdict({ text }, { now: new Date('2026-06-03T10:00:00Z') });

test('a verdict is found with the reader’s own votes and the number of readers', async () => {
  const [first, second] = verdict.claims;
  const mine = new Map([[first!.id, { stance: 'agree' as const, countsAt: null }]]);
  const found = await findVerdict(verdict.slug, { actor: null, readers: 3 });
  expect(
    withOwnVotes(found, mine)
      .claims.slice(0, 2)
      .map((claim) => claim.mine),
  ).toEqual(['agree', null]);
  expect(found.readers).toBe(3);
  const countsAt = new Date('2026-05-22T14:05:00Z');
  const held = withOwnVotes(verdict, new Map([[second!.id, { stance: 'disagree', countsAt }]])).claims;
  expect(held[1]).toMatchObject({ mine: 'disagree', countsAt: countsAt.toISOString() });
  expect(held[0]).not.toHaveProperty('countsAt');
});

test('nothing but the listed fields leaves the server', () => {
  expect(Object.keys(verdict).sort()).toEqual(
    'attribution claims comments confidence explanations id mode model opening publishedAt publishedText readers sample score scorecards sections seq shape slug source speaker tallyVersion title version weakestLink'.split(
      ' ',
    ),
  );
  expect(Object.keys(verdict.claims[0]!).sort()).toEqual(
    'agree counted detail disagree id kind label minds mine origin'.split(' '),
  );
});

test.each([
  'nothing-here',
  '',
  'a\u0000b',
  'x'.repeat(5000),
  "'; DROP TABLE verdicts; --",
  '../../etc/passwd',
])('there is no verdict at “%s”', async (slug) => {
  await expect(findVerdict(slug)).rejects.toMatchObject({ code: 'verdict-not-found', status: 404 });
  await expect(findVerdictHead(slug)).rejects.toMatchObject({ code: 'verdict-not-found' });
});

test('heads have the counters of each existing verdict', async () => {
  await db().verdict.update({
    where: { id: verdict.id },
    data: { seq: 5, tallyVersion: 9, commentCount: 2 },
  });
  expect(await findVerdictHead(verdict.slug)).toEqual({
    id: verdict.id,
    slug: verdict.slug,
    seq: 5,
    tallyVersion: 9,
    commentCount: 2,
    version: 1,
    blind: false,
    smallerCamp: 0,
    state: 'published',
  });
  expect(await findVerdictHeads([verdict.slug, 'nothing-here', 'a\u0000b'])).toEqual(
    new Map([[verdict.slug, { seq: 5, tally: 9, version: 1, state: 'published', blind: false }]]),
  );
});

test('tallies are those of the claims made now', async () => {
  await db().claim.update({ where: { id: verdict.claims[0]!.id }, data: { retiredAt: new Date() } });
  const ids = (await findClaimTallies(verdict.id)).map(({ id }) => id);
  expect(ids).toEqual(verdict.claims.slice(1).map(({ id }) => id));
});
