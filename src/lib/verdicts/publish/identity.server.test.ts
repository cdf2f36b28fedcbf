import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { retractVerdict, unpublishVerdict } from './set-verdict-state.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { contentHashOf, identitiesOf } from '#lib/verdicts/versions/fingerprint.server.ts';
import { publishVerdict } from './publish-verdict.server.ts';
import { parseVerdictInput } from './parse-verdict-input.server.ts';

await freshDatabase();

const page = readFileSync(new URL('../fixtures/autopsy-page.txt', import.meta.url), 'utf8');
const now = new Date('2026-06-03T10:00:00Z');
const named = (title: string) => page.replace(/^The lantern clause.*$/m, title);
/** Without the source line. */
const sourceless = (title: string) => named(title).replace(/^arXiv.*\n/m, '');
const publish = (text: string) => publishVerdict({ text }, { now });
const edit = (slug: string, text: string) =>
  editVerdict(
    slug,
    { read: parseVerdictInput({ text }), note: 'A correction.' },
    { actor: COMMAND_LINE, now },
  );
const reworded = (text: string) => text.replace('The clause is decent', 'The clause is fine');

test.each([
  ['without a source', sourceless('Nobody’s paper')],
  ['whose title is only a banner', named('Cope Analysis')],
  ['with a banner for a title and no source', sourceless('ORACLE SUMMARY.')],
])('two imports %s are two verdicts', async (_, text) => {
  const first = await publish(text);
  const second = await publish(reworded(text));
  expect([first.created, second.created]).toEqual([true, true]);
  expect(second.verdict.slug).toBe(`${first.verdict.slug}-2`);
  // The same content again is the same verdict, whatever its line ends are.
  expect(await publish(text)).toEqual({ ...first, created: false });
  expect(await publish(text.replaceAll('\n', '\r\n'))).toEqual({ ...first, created: false });
});

test.each([
  ['a feed', { feed: 'arXiv cs.CY' }],
  ['a name', { name: 'The Daily Nail' }],
  ['an address', { url: 'https://nail.example/clause' }],
])('two imports with the same title and the same source, %s, are the same verdict', async (what, source) => {
  const body = (label: string) => ({
    ...{ title: `From ${what}`, source, sections: [{ heading: 'The Verdict' }] },
    claims: [{ kind: 'classification', label }],
  });
  const first = await publishVerdict(body('Kind.'), { now });
  const second = await publishVerdict(body('Unkind.'), { now });
  expect(second).toMatchObject({ changed: true, version: 2, verdict: { slug: first.verdict.slug } });
});

test('after a corrected title, the old file and a file with the new title lead to the same verdict', async () => {
  const old = await publish(named('A tpyo'));
  const { slug } = old.verdict;
  const { verdict } = await edit(slug, named('A typo'));
  expect(verdict).toMatchObject({ slug, title: 'A typo', version: 2 });
  expect(await publish(named('A tpyo'))).toMatchObject({ changed: false, version: 2, verdict: { slug } });
  expect(await publish(named('A typo'))).toMatchObject({ changed: false, version: 2, verdict: { slug } });
  const next = await publish(reworded(named('A typo')));
  expect(next).toMatchObject({ changed: true, version: 3, verdict: { slug } });
});

test('importing what was imported last changes nothing, even after an edit; other content makes a new version', async () => {
  const text = named('Imported again');
  const { slug } = (await publish(text)).verdict;
  await edit(slug, text.replace('Decent,', 'Kind,'));
  expect(await publish(text)).toMatchObject({ changed: false, version: 2 });
  expect(await publish(reworded(text))).toMatchObject({ changed: true, version: 3 });
  // That is what was imported last from now on.
  expect(await publish(text)).toMatchObject({ changed: true, version: 4 });
});

test('a sourceless verdict that was edited still answers to its file, and to the edited text', async () => {
  const text = sourceless('Without a home');
  const { slug } = (await publish(text)).verdict;
  const edited = text.replace('Decent,', 'Kind,');
  await edit(slug, edited);
  for (const file of [text, edited, text])
    expect(await publish(file)).toMatchObject({
      created: false,
      changed: false,
      version: 2,
      verdict: { slug },
    });
});

test('a text that a later parser reads otherwise is a new version of the same verdict, also without a source', async () => {
  const text = sourceless('Read better');
  const { verdict } = await publish(text);
  // As if an earlier parser had understood less of it.
  const data = { contentHash: 'other', importHash: 'other' };
  await db().verdict.update({ where: { slug: verdict.slug }, data });
  const { content } = parseVerdictInput({ text });
  const identities = identitiesOf(content, { raw: text, contentHash: contentHashOf(content) });
  await db().verdictIdentity.delete({ where: { identity: identities.content } });
  expect(await publish(text)).toMatchObject({ created: false, changed: true, version: 2 });
});

test('an import doesn’t bring an unpublished verdict back, and doesn’t touch a retracted one', async () => {
  const text = named('Withdrawn from sale');
  const { slug } = (await publish(text)).verdict;
  await unpublishVerdict(slug, { actor: COMMAND_LINE, now });
  const second = await publish(reworded(text));
  expect(second).toMatchObject({ changed: true, version: 2, verdict: { slug, state: 'unpublished' } });
  await retractVerdict(slug, { note: 'Invented.' }, { actor: COMMAND_LINE, now });
  await expect(publish(text)).rejects.toMatchObject({
    code: 'verdict-retracted',
    message: expect.stringContaining(`/v/${slug}`),
  });
  expect((await db().verdict.findUniqueOrThrow({ where: { slug } })).version).toBe(2);
});

test('ten who import one sourceless text at once make one verdict', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => publish(sourceless('At once'))));
  expect(all.filter(({ created }) => created)).toHaveLength(1);
  expect(new Set(all.map(({ verdict }) => verdict.id)).size).toBe(1);
});
