import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { publishVerdict } from './publish-verdict.server.ts';

await freshDatabase();

const page = readFileSync(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const now = new Date('2026-06-03T10:00:00Z');
const publish = (text: string) => publishVerdict({ text }, { now });
const named = (title: string) => page.replace(/^The lantern clause.*$/m, title);
const labels = (verdict: { claims: { label: string }[] }) => verdict.claims.map(({ label }) => label);

test('a page becomes a verdict at an address made of its title', async () => {
  const { verdict, ...outcome } = await publish(page);
  expect(outcome).toEqual({ created: true, changed: false, version: 1 });
  expect(verdict).toMatchObject({
    slug: 'the-lantern-clause-staged-disclosure-for-workplace-automation',
    publishedAt: '2026-06-02',
    comments: 0,
    seq: 0,
    sample: false,
  });
  expect(verdict.sections).toEqual(parseVerdict(page).sections);
  expect(verdict.claims[0]).toMatchObject({
    kind: 'classification',
    origin: 'classification-line',
    label: 'Procedural comfort.',
    agree: 0,
    mine: null,
  });
});

test('the same text again gives the first verdict, and so does the same verdict structured', async () => {
  const first = await publish(named('Twice told'));
  expect(await publish(named('Twice told'))).toEqual({ ...first, created: false });
  const structured = await publishVerdict(parseVerdict(named('Twice told')), { now });
  expect(structured).toEqual({ ...first, created: false });
});

test('a title in other letters, spaces or dots is the same verdict; another feed is another one', async () => {
  const first = await publish(named('Same, or Not'));
  const same = await publish(named('SAME or  not.'));
  expect(same).toMatchObject({
    created: false,
    version: 2,
    verdict: { id: first.verdict.id, title: 'SAME or not.' },
  });
  const other = await publish(named('Same, or Not').replace('arXiv cs.CY', 'Hacker News Front Page'));
  expect(other).toMatchObject({ created: true, verdict: { slug: 'same-or-not-2' } });
});

test('a changed text is a new version that keeps claims with their votes, retires what vanished, and takes it back', async () => {
  const { verdict } = await publish(named('In versions'));
  const reader = await enter('ada');
  const kept = verdict.claims[0]!;
  const dropped = verdict.claims[1]!;
  for (const { id } of [kept, dropped]) {
    await db().vote.create({ data: { claimId: id, userId: reader.id, stance: 'agree' } });
    await db().claim.update({ where: { id }, data: { agree: 1 } });
  }

  const second = await publish(
    named('In versions').replace('Honest about pace, silent about wages.', 'Too kind.'),
  );
  expect(second).toMatchObject({
    created: false,
    changed: true,
    version: 2,
    verdict: { slug: verdict.slug },
  });
  expect(labels(second.verdict).slice(0, 3)).toEqual([
    'Procedural comfort.',
    'Too kind.',
    'Decent, and beside the point.',
  ]);
  expect(second.verdict.claims[0]).toMatchObject({ id: kept.id, agree: 1 });
  expect(await db().vote.count({ where: { claimId: dropped.id } })).toBe(1);

  const third = await publish(named('In versions'));
  expect(third.version).toBe(3);
  expect(third.verdict.claims[1]).toMatchObject({ id: dropped.id, label: dropped.label, agree: 1 });
  expect(labels(third.verdict)).toEqual(labels(verdict));
  expect(await db().verdictVersion.count({ where: { verdictId: verdict.id } })).toBe(3);
});

test('what hangs on a verdict stays with it through versions', async () => {
  const { verdict } = await publish(named('With a thread'));
  await db().verdict.update({ where: { id: verdict.id }, data: { seq: 7, commentCount: 3 } });
  const second = await publish(named('With a thread').replace('The clause is decent', 'The clause is fine'));
  expect(second.verdict).toMatchObject({ seq: 7, comments: 3, version: 2 });
});

test('ten who publish the same verdict at once make one', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => publish(named('All at once'))));
  expect(all.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(all.map(({ verdict }) => verdict.id)).size).toBe(1);
});

test('five verdicts of one title, published at once from five feeds, get five addresses', async () => {
  const feeds = ['A', 'B', 'C', 'D', 'E'].map((feed) =>
    named('One title').replace('arXiv cs.CY', `Feed ${feed}`),
  );
  const all = await Promise.all(feeds.map(publish));
  expect(all.map(({ verdict }) => verdict.slug).sort()).toEqual([
    'one-title',
    'one-title-2',
    'one-title-3',
    'one-title-4',
    'one-title-5',
  ]);
});

test('titles in other scripts, without letters and over-long ones get addresses too', async () => {
  const slug = async (title: string) => (await publish(named(title))).verdict.slug;
  expect(await slug('Труд и машины')).toBe('труд-и-машины');
  expect(await slug('2 + 2 = 5?')).toBe('2-2-5');
  expect((await slug(`Long ${'and longer '.repeat(20)}`.trim())).length).toBeLessThanOrEqual(80);
});

test('a verdict without a day is listed by its month, without any date by when it was published', async () => {
  const listedAt = async (title: string, date: string) => {
    const { verdict } = await publish(named(title).replace('02 Jun 2026 ·', date));
    return (await db().verdict.findUniqueOrThrow({ where: { id: verdict.id } })).listedAt.toISOString();
  };
  expect(await listedAt('A month', 'Mar 2023 ·')).toBe('2023-03-01T00:00:00.000Z');
  expect(await listedAt('No date', '')).toBe(now.toISOString());
});

test('a text that can’t be read is refused with the line, a too large one as too large', async () => {
  await expect(publish('arXiv cs.CY · 2 Jun 2026\n\nTHE DISSECTION\n\nText.')).rejects.toMatchObject({
    code: 'verdict-unreadable',
    message: expect.stringMatching(/^Line 3: expected the title/),
  });
  await expect(publish('x'.repeat(5_000_000))).rejects.toMatchObject({ code: 'too-large' });
  await expect(publish('<!doctype html><p>hello</p>')).rejects.toMatchObject({ code: 'verdict-unreadable' });
});

test.each([
  ['no object', 'text'],
  ['no sections', { title: 'A' }],
  ['NUL in it', { title: 'A\u0000', sections: [{ heading: 'B' }] }],
  ['half a character in it', { title: 'A', sections: [{ heading: 'B \ud83d' }] }],
  ['an unknown field', { title: 'A', sections: [{ heading: 'B' }], admin: true }],
  ['text beside other fields', { text: page, title: 'A' }],
  ['a date that is none', { title: 'A', sections: [{ heading: 'B' }], publishedAt: '2026-02-31' }],
  [
    'an address that is a script',
    { title: 'A', sections: [{ heading: 'B' }], source: { url: 'javascript:alert(1)' } },
  ],
  [
    'a claim without words',
    { title: 'A', sections: [{ heading: 'B' }], claims: [{ kind: 'classification', label: '?!' }] },
  ],
  ['a score over its maximum', { title: 'A', sections: [{ heading: 'B' }], score: { value: 2, max: 1 } }],
])('a structured verdict with %s is refused', async (_, input) => {
  await expect(publishVerdict(input, { now })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('half characters in a text are dropped, backslashes in a structured one are text', async () => {
  expect((await publish(named('Half \ud83d of it'))).verdict.title).toBe('Half of it');
  const { verdict } = await publishVerdict({ title: 'A \\u0000 B', sections: [{ heading: 'C' }] }, { now });
  expect(verdict.title).toBe('A \\u0000 B');
});

test('a structured verdict needs a title and a section; the rest is derived', async () => {
  const { verdict } = await publishVerdict(
    {
      title: 'Bare',
      sections: [
        { heading: 'Hidden Assumptions', blocks: [{ type: 'assumption', number: 1, label: 'It pays.' }] },
        { heading: 'Social Function', blocks: [{ type: 'paragraph', text: 'Comfort. It calms.' }] },
      ],
    },
    { now },
  );
  expect(verdict.sections.map(({ id, kind }) => [id, kind])).toEqual([
    ['hidden-assumptions', 'assumptions'],
    ['social-function', 'social-function'],
  ]);
  expect(labels(verdict)).toEqual(['Comfort.', 'It pays.']);
  expect(await findVerdict('bare')).toEqual(verdict);
});
