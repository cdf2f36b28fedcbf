import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { addVerdictCommands } from './verdict.ts';

await freshDatabase();

const FIXTURE = join(import.meta.dirname, '../lib/verdicts/fixtures/autopsy-page.txt');
const SLUG = 'the-lantern-clause-staged-disclosure-for-workplace-automation';
const folder = await mkdtemp(join(tmpdir(), 'copecheck-import-'));
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => db().verdict.deleteMany());
afterEach(() => {
  vi.restoreAllMocks();
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** Runs the command line: what it printed, and the refusal that ends it with exit code 1. */
async function copecheck(...words: string[]) {
  vi.restoreAllMocks();
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const err = vi.spyOn(console, 'error').mockImplementation(() => {});
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addVerdictCommands(program);
  const refusal = await program.parseAsync(words, { from: 'user' }).then(
    () => null,
    (error: unknown) => error,
  );
  return { out: out.mock.calls.join('\n'), err: err.mock.calls.join('\n'), refusal };
}

test('an import prints slug and address; the same again changes nothing; a changed text is a version', async () => {
  const first = await copecheck('verdict', 'import', FIXTURE);
  expect(first.refusal).toBeNull();
  expect(first.out).toContain(`published\n  ${SLUG}\n  ${settings().ORIGIN}/v/${SLUG}`);
  expect((await copecheck('verdict', 'import', FIXTURE)).out).toContain('unchanged');
  const changed = await file('changed.txt', (await readFile(FIXTURE, 'utf8')).replace('Decent,', 'Kind,'));
  expect((await copecheck('verdict', 'import', changed)).out).toContain('version 2');
  expect(await db().verdict.count()).toBe(1);
});

test('a dry run shows what is understood and publishes nothing', async () => {
  const { out, refusal } = await copecheck('verdict', 'import', '--dry-run', FIXTURE);
  expect(refusal).toBeNull();
  expect(out).toMatch(/title +The lantern clause/);
  expect(out).toMatch(/feed +arXiv cs\.CY/);
  expect(out).toMatch(/date +2026-06-02/);
  expect(out).toContain('5 sections');
  expect(out).toMatch(/HIDDEN ASSUMPTIONS +assumptions +3 assumptions/);
  expect(out).toMatch(/social-function +Grief counselling\./);
  expect(await db().verdict.count()).toBe(0);
});

test('what a dry run prints as JSON can be published', async () => {
  const { out } = await copecheck('verdict', 'import', '--dry-run', '--json', FIXTURE);
  const structured = await file('structured.json', JSON.stringify(JSON.parse(out)[0].verdict));
  const published = JSON.parse((await copecheck('verdict', 'import', '--json', structured)).out);
  expect(published).toEqual([
    {
      file: structured,
      outcome: 'published',
      slug: SLUG,
      address: `${settings().ORIGIN}/v/${SLUG}`,
      version: 1,
    },
  ]);
  expect((await copecheck('verdict', 'import', FIXTURE)).out).toContain('unchanged');
});

test('files that are refused are named with reason and line, and the others are published', async () => {
  const untitled = await file('untitled.txt', 'arXiv cs.CY · 2 Jun 2026\n\nTHE VERDICT\n\nNo.');
  const { out, err, refusal } = await copecheck(
    'verdict',
    'import',
    untitled,
    FIXTURE,
    join(folder, 'nowhere.txt'),
  );
  expect(out).toContain(`[2/3] ${FIXTURE}: published`);
  expect(err).toContain(`[1/3] ${untitled}: refused. Line 3: expected the title of the article`);
  expect(err).toContain('nowhere.txt: refused. There is no such file.');
  expect(refusal).toMatchObject({ code: 'import-incomplete', message: 'Refused: 2 of 3.' });
  expect(await db().verdict.count()).toBe(1);
});

test.each([
  ['an empty file', 'empty.txt', '', /Line 1: expected the text of a verdict/],
  [
    'a picture',
    'picture.png',
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0a, 0xff, 0xfe]),
    /Line 1: expected plain text in UTF-8/,
  ],
  [
    'a text in Latin-1',
    'latin.txt',
    Buffer.from('Title\n\nCaf\u00e9', 'latin1'),
    /Line 3: expected plain text in UTF-8/,
  ],
  [
    'a page’s source without a verdict',
    'page.html',
    '<!doctype html>\n<html><p>Hello.</p></html>',
    /Line 1: expected a heading/,
  ],
  ['5 MB', 'large.txt', 'x'.repeat(5_000_000), /over 2 MB/],
  ['250 kB', 'longer.txt', 'words and '.repeat(25_000), /at most 200,000 characters/],
  [
    'broken JSON',
    'broken.json',
    '{\n  "title": "A"\n  "mode": 1}',
    /not valid JSON\. Line 3, column 3: expected a comma .* found "mode": 1}\.$/,
  ],
])('%s is refused in one line', async (_, name, content, reason) => {
  const { err, refusal } = await copecheck('verdict', 'import', await file(name, content));
  expect(err).toMatch(reason);
  expect(err.split('\n')).toHaveLength(1);
  expect(refusal).toMatchObject({ code: 'import-incomplete' });
});

const FAULTY = {
  titel: 'A',
  sections: [{ heading: 1, blocks: [{ type: 'paragraph', text: 'a' }, { type: 'picture' }] }],
  source: { url: 'nowhere' },
  publishedAt: '2026-13-01',
};

test('the faults of a JSON file are listed one a line, each with a JSON pointer, below the name of the format', async () => {
  const { err } = await copecheck('verdict', 'import', await file('faulty.json', JSON.stringify(FAULTY)));
  const [first, ...lines] = err.split('\n');
  expect(first).toMatch(
    /faulty\.json: refused\. 6 errors; the format is described in docs\/verdict-format\.md\.$/,
  );
  expect(lines.map((line) => line.split(': ')[0]).sort()).toEqual([
    '  /publishedAt',
    '  /sections/0/blocks/1/type',
    '  /sections/0/heading',
    '  /source/url',
    '  /titel',
    '  /title',
  ]);
  expect(lines).toContain('  /titel: There is no such field.');
});

test('with --json, the faults are a list', async () => {
  const { out } = await copecheck(
    'verdict',
    'import',
    '--json',
    await file('faulty.json', JSON.stringify(FAULTY)),
  );
  expect(JSON.parse(out)[0].faults).toContainEqual({ pointer: '/titel', message: 'There is no such field.' });
});

test('JSON of another kind has a fault as a whole, and of thousands of faults the first ones are shown', async () => {
  const { err: list } = await copecheck('verdict', 'import', await file('list.json', '[]'));
  expect(list).toMatch(/1 error; .*\n {2}\(the whole file\): /);
  const many = { title: 'A', sections: Array.from({ length: 90 }, () => ({ heading: 1 })) };
  const { err } = await copecheck('verdict', 'import', await file('many.json', JSON.stringify(many)));
  expect(err.split('\n')).toHaveLength(52);
  expect(err).toMatch(/ {2}and 40 more$/);
});

test('the help names the description of the format, and the file exists', async () => {
  const program = new Command();
  addVerdictCommands(program);
  const help = program.commands[0]!.commands.find(
    (command) => command.name() === 'import',
  )!.helpInformation();
  expect(help.replace(/\s+/g, ' ')).toContain('docs/verdict-format.md');
  expect(await readFile('docs/verdict-format.md', 'utf8')).toMatch(/^# /);
});

test('a folder is no file', async () => {
  expect((await copecheck('verdict', 'import', folder)).err).toContain('That is a folder');
});

test('the list shows state, date, feed, comments and address', async () => {
  await copecheck('verdict', 'import', FIXTURE);
  const { out } = await copecheck('verdict', 'list');
  expect(out).toBe(`published  2026-06-02  arXiv cs.CY  0 comments  ${settings().ORIGIN}/v/${SLUG}`);
  expect(JSON.parse((await copecheck('verdict', 'list', '--json')).out)).toMatchObject([{ slug: SLUG }]);
});

test('a dry run shows each line with its role, marks boilerplate and lines not understood, and counts them', async () => {
  const { out } = await copecheck('verdict', 'import', '--dry-run', FIXTURE);
  expect(out).toMatch(/^- 1 +furniture +CopeCheck/m);
  expect(out).toMatch(/^ {2}4 +title +The lantern clause/m);
  expect(out).toMatch(/^ {2}11 +paragraph +THE DISSECTION +This paper studies/m);
  expect(out).toMatch(
    / {2}\d+ lines: \d+ understood, \d+ removed as boilerplate \(-\), \d+ not understood \(\?\), \d+ blank/,
  );
  const [{ lines }] = JSON.parse((await copecheck('verdict', 'import', '--dry-run', '--json', FIXTURE)).out);
  const text = await readFile(FIXTURE, 'utf8');
  expect(lines).toHaveLength(text.trimEnd().split('\n').length);
  expect(lines[3]).toMatchObject({ number: 4, role: 'title', section: null });
});

test('a dry run of a page that is refused shows its lines beside the fault', async () => {
  const untitled = await file('refused.txt', 'arXiv cs.CY · 2 Jun 2026\n\nTHE VERDICT\n\nNo.\u001b[31m');
  const { out, err, refusal } = await copecheck('verdict', 'import', '--dry-run', untitled);
  expect(err).toContain('Line 3: expected the title of the article');
  expect(out).toMatch(/^ {2}1 +source +arXiv cs\.CY/m);
  // Nothing that a terminal obeys.
  expect(out).not.toContain('\u001b');
  expect(refusal).toMatchObject({ code: 'import-incomplete' });
  const json = await copecheck('verdict', 'import', '--dry-run', '--json', untitled);
  expect(JSON.parse(json.out)[0]).toMatchObject({ outcome: 'refused', lines: expect.any(Array) });
});

test('a verdict is edited with a note; what has not changed makes no version', async () => {
  await copecheck('verdict', 'import', FIXTURE);
  const text = (await readFile(FIXTURE, 'utf8')).replace('Decent,', 'Kind,');
  const edited = await file('edited.txt', text);
  const first = await copecheck('verdict', 'edit', SLUG, edited, '--note', 'Too harsh.');
  expect(first.out).toBe(`${SLUG}: version 2\n  ${settings().ORIGIN}/v/${SLUG}`);
  const again = await copecheck('verdict', 'edit', SLUG, edited, '--note', 'Too harsh.', '--json');
  expect(JSON.parse(again.out)).toMatchObject({ outcome: 'unchanged', slug: SLUG, version: 2 });
  const version = await db().verdictVersion.findFirstOrThrow({ where: { version: 2 } });
  expect(version).toMatchObject({ note: 'Too harsh.', authorId: null, raw: text });
});

test('an edit without a note, with a bad one, of nothing or with a file that can’t be read is refused', async () => {
  await copecheck('verdict', 'import', FIXTURE);
  const refused = async (...words: string[]) => (await copecheck('verdict', 'edit', ...words)).refusal;
  expect(await refused(SLUG, FIXTURE)).toMatchObject({ code: 'commander.missingMandatoryOptionValue' });
  expect(await refused(SLUG, FIXTURE, '--note', ' ')).toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(/^--note: Write a note/),
  });
  expect(await refused('nowhere', FIXTURE, '--note', 'x')).toMatchObject({ code: 'verdict-not-found' });
  expect(await refused(SLUG, 'nowhere.txt', '--note', 'x')).toMatchObject({ code: 'file-unreadable' });
  const broken = await file('no-sections.json', '{"title": "A"}');
  expect(await refused(SLUG, broken, '--note', 'x')).toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('/sections'),
  });
});

test('a verdict is unpublished, retracted and published again, and the list shows its state', async () => {
  await copecheck('verdict', 'import', FIXTURE);
  const state = async () => JSON.parse((await copecheck('verdict', 'list', '--json')).out)[0].state;
  expect((await copecheck('verdict', 'list')).out).toMatch(/^published +2026-06-02 .*\/v\//);
  expect((await copecheck('verdict', 'unpublish', SLUG)).out).toContain(`${SLUG}: unpublished`);
  expect(await state()).toBe('unpublished');
  expect((await copecheck('verdict', 'retract', SLUG)).refusal).toMatchObject({
    code: 'commander.missingMandatoryOptionValue',
  });
  await copecheck('verdict', 'retract', SLUG, '--note', 'Invented.');
  expect(await state()).toBe('retracted');
  expect((await copecheck('verdict', 'import', FIXTURE)).err).toContain('This verdict was retracted');
  const published = await copecheck('verdict', 'publish', SLUG, '--json');
  expect(JSON.parse(published.out)).toMatchObject({ slug: SLUG, state: 'published' });
  expect(await state()).toBe('published');
  for (const what of ['unpublish', 'publish'])
    expect((await copecheck('verdict', what, 'nowhere')).refusal).toMatchObject({
      code: 'verdict-not-found',
    });
});
