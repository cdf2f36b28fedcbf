import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { retractVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { editVerdict, type VerdictEdit } from './edit-verdict.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';

await freshDatabase();

const page = readFileSync(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const now = new Date('2026-06-03T10:00:00Z');
const named = (title: string) => page.replace(/^The lantern clause.*$/m, title);
const publish = async (title: string) => (await publishVerdict({ text: named(title) }, { now })).verdict;
const later = new Date('2026-06-05T10:00:00Z');
let linus: Actor;
beforeAll(async () => void (linus = await enter('linus', 'admin')));

const edit = (slug: string, text: string, more: Partial<VerdictEdit> & { actor?: Actor } = {}) => {
  const { actor = linus, note = 'Too kind before.', ...rest } = more;
  return editVerdict(slug, { read: parseVerdictInput({ text }), note, ...rest }, { actor, now: later });
};

test('an edit is a new version with a note, at the same address; what stays keeps its votes', async () => {
  const before = await publish('Edited');
  const [kept, dropped] = before.claims;
  await db().claim.update({ where: { id: kept!.id }, data: { agree: 3 } });
  await db().claim.update({ where: { id: dropped!.id }, data: { agree: 2 } });
  const text = named('Edited').replace('Honest about pace, silent about wages.', 'Too kind.');
  const { verdict, changed } = await edit(before.slug, text);
  expect(changed).toBe(true);
  expect(verdict).toMatchObject({
    ...{ id: before.id, slug: before.slug, version: 2 },
    edition: { at: later.toISOString(), note: 'Too kind before.' },
  });
  expect(verdict.claims[0]).toMatchObject({ id: kept!.id, agree: 3 });
  // Reworded, it starts over, and the earlier wording stays visible with its votes.
  const earlier = { label: dropped!.label, agree: 2, disagree: 0, until: 1, at: later.toISOString() };
  expect(verdict.claims[1]).toMatchObject({ label: 'Too kind.', agree: 0, earlier });
  expect(verdict.claims[0]).not.toHaveProperty('earlier');
  expect(await findVerdict(before.slug)).toEqual(verdict);
  const versions = await db().verdictVersion.findMany({
    where: { verdictId: before.id },
    orderBy: { version: 'asc' },
    select: { note: true, authorId: true, raw: true, createdAt: true },
  });
  expect(versions).toEqual([
    { note: null, authorId: null, raw: named('Edited'), createdAt: now },
    { note: 'Too kind before.', authorId: linus.id, raw: text, createdAt: later },
  ]);
  // Back again: the claim comes back with its votes.
  const back = await edit(before.slug, named('Edited'));
  expect(back.verdict.claims[1]).toMatchObject({
    ...{ id: dropped!.id, agree: 2 },
    earlier: { label: 'Too kind.', until: 2 },
  });
  // Reworded once more: the link goes to the newest wording.
  const third = await edit(before.slug, text.replace('Too kind.', 'Far too kind.'));
  expect(third.verdict.claims[1]).toMatchObject({
    agree: 0,
    earlier: { ...earlier, until: 3, before: [{ label: 'Too kind.', until: 2 }] },
  });
});

test('an edit that changes nothing makes no version, also where the response was lost', async () => {
  const { slug } = await publish('Unchanged');
  expect(await edit(slug, named('Unchanged'))).toMatchObject({ changed: false, verdict: { version: 1 } });
  const text = named('Unchanged').replace('Decent,', 'Kind,');
  await edit(slug, text, { baseVersion: 1 });
  const again = await edit(slug, text, { baseVersion: 1 });
  expect(again).toMatchObject({ changed: false, verdict: { version: 2 } });
});

test('an edit of a version that is no longer current is refused, with the current verdict', async () => {
  const { slug } = await publish('Raced');
  await edit(slug, named('Raced').replace('Decent,', 'Kind,'), { baseVersion: 1 });
  const late = edit(slug, named('Raced').replace('Decent,', 'Cruel,'), { baseVersion: 1 });
  await expect(late).rejects.toMatchObject({
    code: 'verdict-changed',
    details: { state: { slug, version: 2 } },
  });
});

test('of two who edit the same version at once, one wins', async () => {
  const { slug } = await publish('At once');
  const edits = await Promise.allSettled(
    ['Kind,', 'Cruel,'].map((word) =>
      edit(slug, named('At once').replace('Decent,', word), { baseVersion: 1 }),
    ),
  );
  expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await findVerdict(slug)).version).toBe(2);
});

test('a title that another verdict of that source has is refused with its address, and nothing is written', async () => {
  const taken = await publish('Taken');
  const { id, slug } = await publish('To be renamed');
  await expect(edit(slug, named('TAKEN'))).rejects.toMatchObject({
    code: 'verdict-exists',
    message: expect.stringContaining(`/v/${taken.slug}`),
    details: { state: { slug: taken.slug } },
  });
  expect((await findVerdict(slug)).title).toBe('To be renamed');
  expect(await db().verdictIdentity.count({ where: { verdictId: id } })).toBe(3);
});

test('two verdicts that are given the same new title at once don’t both get it', async () => {
  const slugs = [(await publish('One of two')).slug, (await publish('Two of two')).slug];
  const text = (n: number) => named('The same').replace('Decent,', `Decent ${n},`);
  const edits = await Promise.allSettled(slugs.map((slug, n) => edit(slug, text(n))));
  expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('corrections of lines are kept with their version', async () => {
  const { id, slug } = await publish('Corrected');
  const corrections = [{ line: 14, as: 'text' as const }];
  const read = parseVerdictInput({ text: named('Corrected'), corrections });
  const edited = await editVerdict(slug, { read, note: 'Line 14.' }, { actor: linus, now });
  expect(edited.verdict.sections.map(({ id }) => id)).not.toContain('the-core-fallacy');
  const version = await db().verdictVersion.findUniqueOrThrow({
    where: { verdictId_version: { verdictId: id, version: 2 } },
  });
  expect(version.corrections).toEqual(corrections);
  expect(parseVerdictInput({ text: page }).corrections).toBeNull();
  for (const wrong of [
    { line: 0, as: 'text' },
    { line: 1, as: 'spam' },
    { line: 1.5, as: 'text' },
  ])
    expect(() => parseVerdictInput({ text: page, corrections: [wrong] })).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
});

test('only an admin or a program edits, only what is there, and never what was retracted', async () => {
  const { slug } = await publish('Guarded');
  const other = named('Guarded').replace('Decent,', 'Kind,');
  for (const role of ['reader', 'moderator'] as const)
    await expect(edit(slug, other, { actor: { ...linus, role } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  for (const nowhere of ['nowhere', 'a\u0000b'])
    await expect(edit(nowhere, other)).rejects.toMatchObject({ code: 'verdict-not-found' });
  await retractVerdict(slug, { note: 'Invented.' }, { actor: COMMAND_LINE, now });
  await expect(edit(slug, other)).rejects.toMatchObject({ code: 'verdict-retracted', status: 410 });
});
